#!/usr/bin/env bash
# Put all that a learner without a network needs into one archive in dist/: the wheels of juliaset and of
# what its course uses, for the Python of .venv, and the book. The course is in juliaset's wheel.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $OSTYPE != linux* ]]; then
  echo 'make bundle works on Linux only, because its wheel is made with auditwheel.' >&2
  exit 2
fi
book=build/book
if [[ ! -e $book/index.html ]]; then
  echo 'make bundle needs the book, which make notebooks makes. Type:  make notebooks bundle' >&2
  exit 2
fi
sources=(CMakeLists.txt pyproject.toml LICENSE README.md licenses benchmarks bindings cmake docs julia
  labs notebooks python tests/golden.toml)
# A wheel for another Python may lie there too, from an earlier `make bundle PYTHON=...`.
tag=$(setup/wheel_tag.sh)
wheel=$(compgen -G "dist/juliaset-*-$tag-*.whl" || true)
if [[ -z $wheel || -n $(find "${sources[@]}" -type f -not -name '*.pyc' -newer "$wheel") ]]; then
  setup/wheel.sh
  wheel=$(echo dist/juliaset-*-"$tag"-*.whl)
fi

name=$(basename "$wheel" .whl)
folder=build/bundle/$name
rm -rf build/bundle
mkdir -p "$folder/wheels"
version=$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# Only wheels: a laptop without a compiler and a network could build nothing. And those that the first
# bug fix of this Python takes: Debian's may be older than yours.
setup/step.sh download 'Downloading the wheels that juliaset and its course use' \
  python -m pip download --only-binary :all: --python-version "$version.1" --constraint setup/constraints.txt \
  --dest "$folder/wheels" "${wheel}[course,numba,cffi,cluster,explorer]"
cp -R "$book" "$folder/book"
cp setup/bundle_install.sh "$folder/install.sh"
echo "$version" >"$folder/python-version"
uname -sm >"$folder/system"
python - "$folder" <<'END'
import hashlib, pathlib, sys

folder = pathlib.Path(sys.argv[1])
paths = sorted(path for path in folder.rglob("*") if path.is_file())
digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
sums = (f"{digest}  {path.relative_to(folder)}" for path, digest in digests.items())
(folder / "SHA256SUMS").write_text("\n".join(sums) + "\n")
END
archive=dist/$name.bundle.tar.gz
setup/step.sh archive 'Packing them' tar -C build/bundle -czf "$archive" "$name"
echo "$archive: $(wc -c <"$archive") bytes. On a laptop without a network:"
echo "  tar -xf $(basename "$archive") && $name/install.sh"
