"""One week over the API: edits, swaps, redrafts, proposals. The others stay as they are."""

import pytest

from programs.models import Program, Proposal
from project.models import Job, JobStatus
from tests.programs.calls import drafted, if_match, patch, post, url_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def program(api, alice, bob, held_queue):
    return drafted(bob, held_queue, by=alice, weeks=2)


@pytest.fixture
def week_url(program):
    return url_of(program, "weeks", 1)


def without_provenance(week):
    return {name: value for name, value in week.items() if name != "provenance"}


class TestEdit:
    def test_replaces_what_is_sent(self, api, program, week_url):
        before = api.get(week_url)
        other = api.get(url_of(program, "weeks", 2)).json()

        response = patch(api, week_url, {"notes": "Easy."}, **{"If-Match": before["ETag"]})

        assert response.status_code == 200
        assert response["ETag"] == f'"{response.json()["revision"]}"'
        assert response.json()["notes"] == "Easy."
        assert response.json()["workouts"] == before.json()["workouts"]
        assert response.json()["provenance"]["edited"] is True
        assert response.json()["provenance"]["edited_by"] == "alice"
        assert api.get(url_of(program, "weeks", 2)).json() == other

    def test_takes_workouts_as_they_came(self, api, week_url):
        before = api.get(week_url).json()
        workouts = before["workouts"]
        workouts[0]["exercises"][0]["sets"][0]["rest"] = 111

        response = patch(api, week_url, {"workouts": workouts}, **if_match(before["revision"]))

        assert response.status_code == 200
        first = response.json()["workouts"][0]["exercises"][0]["sets"][0]
        assert first["rest"] == 111

    def test_judges_what_stands_now(self, api, week_url):
        before = api.get(week_url).json()
        workouts = before["workouts"][1:]

        response = patch(api, week_url, {"workouts": workouts}, **if_match(before["revision"]))

        assert "workout-missing" in {one["rule"] for one in response.json()["findings"]}

    def test_stale_is_412_and_missing_428(self, api, week_url):
        revision = api.get(week_url).json()["revision"]
        patch(api, week_url, {"notes": "One."}, **if_match(revision))

        stale = patch(api, week_url, {"notes": "Two."}, **if_match(revision))
        missing = patch(api, week_url, {"notes": "Three."})

        assert stale.status_code == 412
        assert stale.json()["current_revision"] == revision + 1
        assert missing.status_code == 428
        assert api.get(week_url).json()["notes"] == "One."

    def test_is_refused_once_it_left_the_draft_state(self, api, program, week_url):
        type(program).objects.update(status="in_review")
        revision = api.get(week_url).json()["revision"]

        response = patch(api, week_url, {"notes": "x"}, **if_match(revision))

        assert response.status_code == 409
        assert response.json()["type"] == "/problems/draft-locked"

    @pytest.mark.parametrize("number", [0, 3, 99, 100, "x", "-1"])
    def test_week_that_is_not_there_is_404(self, api, program, number):
        assert api.get(url_of(program, "weeks", number)).status_code == 404


class TestSets:
    def test_one_set_is_changed(self, api, week_url):
        before = api.get(week_url).json()

        response = patch(
            api,
            f"{week_url}sets/",
            {"day": 2, "index": 1, "set": 0, "reps": 5, "rpe": 8.5, "kg": 42.5},
            **if_match(before["revision"]),
        )

        assert response.status_code == 200
        wanted = before["workouts"]
        wanted[1]["exercises"][1]["sets"][0] |= {"reps": 5, "rpe": 8.5, "kg": 42.5}
        found = response.json()["workouts"]
        for workout in (*wanted, *found):
            workout.pop("minutes")
        assert found == wanted

    def test_stale_is_412_and_missing_428(self, api, week_url):
        revision = api.get(week_url).json()["revision"]
        body = {"day": 1, "index": 0, "set": 0, "rest": 99}
        assert patch(api, f"{week_url}sets/", body).status_code == 428
        assert patch(api, f"{week_url}sets/", body, **if_match(revision)).status_code == 200
        assert patch(api, f"{week_url}sets/", body, **if_match(revision)).status_code == 412

    @pytest.mark.parametrize("part", ["reps", "rest", "percent", "rpe"])
    def test_true_is_no_number(self, api, week_url, part):
        before = api.get(week_url).json()
        body = {"day": 1, "index": 0, "set": 0, part: True}

        response = patch(api, f"{week_url}sets/", body, **if_match(before["revision"]))

        assert response.status_code == 400
        assert api.get(week_url).json() == before

    def test_week_keeps_its_number(self, api, week_url):
        before = api.get(week_url).json()

        response = patch(api, week_url, {"week": 2}, **if_match(before["revision"]))

        assert response.status_code == 400
        assert [one["field"] for one in response.json()["errors"]] == ["week"]


class TestSwap:
    def test_offered_exercise_takes_the_place(self, api, week_url):
        before = api.get(week_url).json()
        offered = api.get(f"{week_url}swaps/?day=1&index=0").json()
        body = {"day": 1, "index": 0, "exercise": offered[0]["slug"]}

        response = post(api, f"{week_url}swap/", body, **if_match(before["revision"]))

        assert response.status_code == 200
        old = before["workouts"][0]["exercises"][0]
        new = response.json()["workouts"][0]["exercises"][0]
        assert new["exercise"] == offered[0]["slug"]
        assert new["name"] == offered[0]["name"]
        assert [one["reps"] for one in new["sets"]] == [one["reps"] for one in old["sets"]]

    def test_in_every_week_the_outline_goes_with_it(self, api, program, week_url):
        before = api.get(week_url).json()
        old = before["workouts"][0]["exercises"][0]["exercise"]
        new = api.get(f"{week_url}swaps/?day=1&index=0").json()[0]["slug"]
        body = {"day": 1, "index": 0, "exercise": new, "every_week": True}

        response = post(api, f"{week_url}swap/", body, **if_match(before["revision"]))

        assert response.status_code == 200
        row = Program.objects.get()
        for week in row.weeks.all():
            content = week.content()
            assert content.workouts[0].exercises[0].exercise == new
            assert old not in [one.exercise for one in content.workouts[0].exercises]
        assert row.outline.days[0].exercises[0] == new
        assert (old in row.outline.main_lifts) == any(
            old in day.exercises for day in row.outline.days
        )
        assert not row.findings.filter(rule="exercise-outside-split").exists()

    def test_in_every_week_a_week_in_the_works_is_waited_for(self, api, program, week_url):
        before = api.get(week_url).json()
        new = api.get(f"{week_url}swaps/?day=1&index=0").json()[0]["slug"]
        Job.objects.update(status=JobStatus.RUNNING, finished_at=None)
        body = {"day": 1, "index": 0, "exercise": new, "every_week": True}

        response = post(api, f"{week_url}swap/", body, **if_match(before["revision"]))

        assert response.status_code == 409
        assert api.get(week_url).json() == before

    def test_in_every_week_a_stale_revision_changes_none(self, api, program, week_url):
        before = [week.content() for week in Program.objects.get().weeks.with_content()]
        new = api.get(f"{week_url}swaps/?day=1&index=0").json()[0]["slug"]
        body = {"day": 1, "index": 0, "exercise": new, "every_week": True}

        assert post(api, f"{week_url}swap/", body, **if_match(99)).status_code == 412
        assert [week.content() for week in Program.objects.get().weeks.with_content()] == before

    def test_what_is_not_offered_is_refused(self, api, week_url):
        revision = api.get(week_url).json()["revision"]
        body = {"day": 1, "index": 0, "exercise": "plank"}

        response = post(api, f"{week_url}swap/", body, **if_match(revision))

        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == "exercise"

    def test_needs_the_revision(self, api, week_url):
        slug = api.get(f"{week_url}swaps/?day=1&index=0").json()[0]["slug"]
        body = {"day": 1, "index": 0, "exercise": slug}

        assert post(api, f"{week_url}swap/", body).status_code == 428
        assert post(api, f"{week_url}swap/", body, **if_match(99)).status_code == 412

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("", "day"),
            ("day=9&index=0", "day"),
            ("day=7&index=0", "day"),
            ("day=1", "index"),
            ("day=1&index=14", "index"),
            ("day=1&index=-1", "index"),
            ("day=x&index=0", "day"),
        ],
    )
    def test_place_that_is_not_there_names_the_field(self, api, week_url, query, field):
        response = api.get(f"{week_url}swaps/?{query}")

        assert response.status_code == 400
        assert field in {error["field"] for error in response.json()["errors"]}


class TestRedraft:
    def test_one_week_is_proposed_anew_the_others_untouched(
        self, api, program, week_url, held_queue
    ):
        other = api.get(url_of(program, "weeks", 2)).json()

        response = post(api, f"{week_url}redraft/", {"instruction": "fewer sets"})
        held_queue.work()

        assert response.status_code == 202
        assert response.json()["program_id"] == str(program.pk)
        assert response.json()["progress"]["total"] == 1
        assert api.get(url_of(program, "weeks", 2)).json() == other
        newest = api.get(f"{week_url}proposals/").json()["results"][0]
        assert newest["instruction"] == "fewer sets"
        assert newest["stands"] is True

    def test_some_weeks_or_all_that_are_missing(self, api, program, held_queue):
        url = url_of(program, "redraft")
        assert post(api, url, {}).status_code == 400
        assert post(api, url, {"weeks": [1, 2]}).json()["progress"]["total"] == 2
        held_queue.work()
        program.weeks.filter(number=2).update(proposal=None)

        response = post(api, url, {})

        assert response.status_code == 202
        assert Job.objects.latest("created_at").steps.get().key == "week-2"

    def test_second_one_while_the_first_runs_is_409(self, api, week_url):
        assert post(api, f"{week_url}redraft/").status_code == 202
        assert post(api, f"{week_url}redraft/").status_code == 409

    def test_red_flag_in_the_wish_stops_it(self, api, week_url):
        response = post(api, f"{week_url}redraft/", {"instruction": "I fainted yesterday"})

        assert response.status_code == 422
        assert response.json()["flags"] == ["fainting"]
        assert Job.objects.count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"weeks": [3]}, "weeks"),
            ({"weeks": [0]}, "weeks.0"),
            ({"weeks": [10**30]}, "weeks.0"),
            ({"weeks": ["x"]}, "weeks.0"),
            ({"weeks": "1"}, "weeks"),
            ({"weeks": None}, "weeks"),
            ({"instruction": "softer"}, "weeks"),
            ({"weeks": [1], "instruction": "x" * 1001}, "instruction"),
            ({"weeks": [1], "instruction": "a\0b"}, "instruction"),
            ({"weeks": [1], "instruction": ["x"]}, "instruction"),
        ],
    )
    def test_bad_wish_names_the_field(self, api, program, body, field):
        response = post(api, url_of(program, "redraft"), body)

        assert response.status_code == 400
        assert field in {error["field"] for error in response.json()["errors"]}


class TestProposals:
    def test_a_proposal_beside_an_edit_can_be_used(self, api, program, week_url, held_queue):
        revision = api.get(week_url).json()["revision"]
        edited = patch(api, week_url, {"notes": "Mine."}, **if_match(revision)).json()
        post(api, f"{week_url}redraft/")
        held_queue.work()
        assert api.get(week_url).json()["notes"] == "Mine."
        proposal = api.get(f"{week_url}proposals/").json()["results"][0]
        url = f"{week_url}proposals/{proposal['id']}/use/"

        assert proposal["stands"] is False
        assert post(api, url).status_code == 428
        assert post(api, url, **if_match(99)).status_code == 412
        used = post(api, url, **if_match(edited["revision"]))

        assert used.status_code == 200
        assert used.json()["notes"] == proposal["content"]["notes"]
        assert used.json()["provenance"]["edited"] is False
        assert api.get(f"{week_url}proposals/").json()["results"][0]["stands"] is True

    def test_another_weeks_proposal_is_404(self, api, program, week_url):
        foreign = Proposal.objects.get(program=program, week__number=2)

        url = f"{week_url}proposals/{foreign.pk}/use/"

        assert post(api, url, **if_match(1)).status_code == 404

    def test_number_beyond_all_keys_is_404(self, api, week_url):
        assert post(api, f"{week_url}proposals/{'9' * 18}/use/").status_code == 404
        assert post(api, f"{week_url}proposals/{'9' * 30}/use/").status_code == 404
