"""Background work: plans registered by the apps, run step by step by the task queue.

plans        what an app says about a kind of job
operations   start, cancel, retry
runner       one shard of a job under one lease
endings      when a job is over, and how
reaper       what a crash left behind is queued again
reports      a job as pages and API show it
cluster      django-q2's cluster, made safe against a killed worker
"""
