FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 DATA_DIR=/data WEB_HOST=0.0.0.0
RUN useradd --create-home --uid 1000 draftroom && install -d -o draftroom /data
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
USER draftroom
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["python", "manage.py", "up", "--no-demo"]
