from project import checks


def ids(found):
    return [message.id for message in found]


def test_queue_retry_must_exceed_its_timeout(settings):
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, "retry": 60, "timeout": 60}

    assert ids(checks.check_queue_times(None)) == ["project.E001"]


def test_data_must_not_live_in_the_code(settings):
    settings.DATA_DIR = settings.BASE_DIR

    assert ids(checks.check_data_directories(None)) == ["project.E002"]


def test_defaults_are_fine():
    for check in (
        checks.check_allowed_hosts,
        checks.check_queue_times,
        checks.check_data_directories,
    ):
        assert check(None) == []
