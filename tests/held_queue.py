"""The task queue in a test's hand: work is done when the test says so."""

from project.jobs import queue, runner


class HeldQueue:
    """Stands where django-q2's enqueue is, so that a test decides when work is done."""

    def __init__(self, monkeypatch):
        self.tasks = []
        monkeypatch.setattr(
            queue, "async_task", lambda func, *args, **options: self.tasks.append(args)
        )

    def work(self):
        while self.tasks:
            runner.run_shard(*self.tasks.pop(0))
