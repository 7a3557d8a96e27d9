"""What runs in the worker and not in a request."""

from django_tasks import task

from blocs import mailing


@task()
def send_letters() -> int:
    """Send what waits; a second task in the queue finds nothing left to do."""
    return mailing.send_waiting()
