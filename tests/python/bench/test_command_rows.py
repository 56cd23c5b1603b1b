"""Command lines as rows: what --param replaces and what it keeps, and which input is refused."""

import pytest

from juliaset.bench.commands import Command, commands, parameters


def names(texts: list[str], *params: str, setup: str = "", prepare: str = "") -> list[str]:
    rows = commands(texts, parameters(params), setup=setup, prepare=prepare)
    return [row.name for row in rows]


def test_without_parameters_nothing_is_replaced() -> None:
    (row,) = commands(["awk '{print $1}' a{b,c} {width} {{x}}"], {})
    assert row == Command(
        "awk '{print $1}' a{b,c} {width} {{x}}",
        ["awk", "{print $1}", "a{b,c}", "{width}", "{{x}}"],
        [],
        [],
    )


def test_each_combination_is_a_row_and_commands_of_one_combination_are_neighbours() -> None:
    found = names(["./old {w} {t}", "./new {w} {t}"], "w=10,20", "t=1,2")
    assert found == [
        *("./old 10 1", "./new 10 1", "./old 10 2", "./new 10 2"),
        *("./old 20 1", "./new 20 1", "./old 20 2", "./new 20 2"),
    ]


def test_a_command_without_a_parameter_is_one_row() -> None:
    assert names(["./plain", "./new {w}"], "w=1,2") == ["./plain", "./new 1", "./new 2"]


def test_only_the_names_of_parameters_are_replaced() -> None:
    text = "sh -c 'echo {w} {{w}} ${w} {W} {v} {print}'"
    assert names([text], "w=7") == ["sh -c 'echo 7 {7} $7 {W} {v} {print}'"]


def test_a_value_is_not_looked_into_and_may_be_several_words() -> None:
    rows = commands(["./run {a} {b}"], parameters(["a={b}", "b=-O2 -g"]))
    assert rows[0].words == ["./run", "{b}", "-O2", "-g"]


def test_a_parameter_of_the_setup_alone_is_named_behind_the_command() -> None:
    rows = commands(
        ["./a.out {n}"],
        parameters(["flags=-O2,-O3", "n=5"]),
        setup="make CFLAGS={flags}",
        prepare="rm -f out.{n}",
    )
    assert [row.name for row in rows] == ["./a.out 5 # flags=-O2", "./a.out 5 # flags=-O3"]
    assert [row.setup for row in rows] == [["make", "CFLAGS=-O2"], ["make", "CFLAGS=-O3"]]
    assert rows[0].words == ["./a.out", "5"]
    assert rows[0].prepare == ["rm", "-f", "out.5"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("width", "--param is 'width'; allowed: a name and values, like n=100,1000"),
        ("width=", "--param is 'width='; allowed: a name and values"),
        ("=1", "--param is '=1'; allowed: a name and values"),
        ("1x=1", "--param is '1x=1'; allowed: a name and values"),
        ("{w}=1", "--param is '{w}=1'; allowed: a name and values"),
        ("w=1,,2", "--param is 'w=1,,2'; allowed: a name and values"),
        ("w=1,2,1", "--param w=1,2,1 has a value twice; allowed: values that differ"),
        ("v=1", "--param v is in no command; allowed: commands with {v}"),
    ],
)
def test_nonsense_about_a_parameter_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^--param") as refused:
        names(["./x {w}"], text)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("texts", "options", "said"),
    [
        ([""], {}, "--command is ''; allowed: a program and its arguments"),
        (
            ["echo 'a"],
            {},
            '--command is "echo \'a", where a quote is not closed; allowed: words as in a shell',
        ),
        (["x", "y", "x"], {}, "--command 'x' is given twice; allowed: commands that differ"),
        (
            ["x"],
            {"setup": "echo 'a"},
            '--setup is "echo \'a", where a quote is not closed; allowed: words as in a shell',
        ),
        (["x"], {"prepare": " "}, "--prepare is ' '; allowed: a program and its arguments"),
    ],
)
def test_nonsense_about_a_command_is_refused(
    texts: list[str], options: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=r"^--") as refused:
        names(texts, **options)
    assert str(refused.value) == said


def test_two_texts_that_become_one_command_are_refused() -> None:
    with pytest.raises(ValueError, match="'x 1' is given twice"):
        names(["x {w}", "x 1"], "w=1,2")


def test_a_parameter_given_twice_and_too_many_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="--param w is given twice; allowed: once"):
        names(["x {w}"], "w=1", "w=2")
    many = ",".join(map(str, range(60)))
    with pytest.raises(ValueError, match="gives 120 rows; allowed: up to 100"):
        names(["x {w}", "y {w}"], f"w={many}")


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("a | b", "|"),
        ("a && b", "&&"),
        ("a >b", ">"),
        ("a 2>/dev/null", "2>"),
        ("sleep 1 &", "&"),
        ("a; b", ";"),
        ("sh -c 'a | b'", ""),
        ('grep "|" f', ""),
        ("grep '|' f", ""),
        (r"find . -exec true {} \;", ""),
        ("a # w=1", ""),
    ],
)
def test_what_only_a_shell_understands_is_found_unless_it_is_quoted(
    text: str, operator: str
) -> None:
    assert commands([text], {})[0].of_shell == operator
