"""One request by hand. The answer is the response to the form: nothing of it is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from project.people import PersonRequest
from providers import playground as experiments
from providers.forms import PlaygroundForm
from providers.views.staff import for_staff


@sensitive_post_parameters("prompt", "system", "schema")
@require_http_methods(["GET", "POST"])
@for_staff
def playground(request: PersonRequest) -> HttpResponse:
    form = PlaygroundForm(request.POST or None)
    outcome, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            outcome = experiments.run(**form.cleaned_data, by=request.user)
        else:
            status = 422
    context = {"place": "playground", "form": form, "outcome": outcome}
    return render(request, "providers/playground.html", context, status=status)
