# Sourced: the Pythons that are supported. The classifiers of pyproject.toml are the same, by a test.
# shellcheck shell=bash disable=SC2034 # the scripts that source it use them
oldest_python=3.11 newest_python=3.15
supported_pythons="CPython $oldest_python to $newest_python"
