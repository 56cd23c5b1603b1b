"""The decorated function is an ordinary one for a test: pytest test_noop_profile_demo.py."""

import noop_profile_demo


def test_rows_are_added_up():
    assert noop_profile_demo.sums_of_rows([[1, 2], [3], []]) == [3, 3, 0]


def test_without_a_profiler_the_decorator_gives_the_function_itself():
    def function():
        return 7

    assert noop_profile_demo.profile(function) is function


def test_the_whole_picture(capsys):
    noop_profile_demo.main(50)
    assert "83654, which is right" in capsys.readouterr().out
