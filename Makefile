# `make help` lists the targets. `make test PYTHON=python3.13` chooses the interpreter.

PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 8000
BIN    := $(VENV)/bin
TYPED  := pyx_lowering build_backend platforms benchmarks example_project/src example_project/demo.py \
          example_project/results.py example_project/web/page.py docs/generate.py docs/syntax.py \
          .ci/counts.py

.PHONY: help demo test sanitize cost builds kernels lint example gates web wheels platforms check-fma bench docs clean

help:
	@echo "make demo     build the example project, install it elsewhere, run it, show how it is made"
	@echo "make test     all tests"
	@echo "make sanitize native code under the address and undefined-behaviour sanitizers (gcc)"
	@echo "make cost     how compile time grows (COST=--record writes it into docs/)"
	@echo "make builds   how long builds take beside others (BUILDS=--record writes it into docs/)"
	@echo "make lint     ruff, mypy --strict, and whether the generated pages are up to date"
	@echo "make example  the example's tests against its installed wheel"
	@echo "make gates    what others' tools say of the example's wheels and sdist (Linux)"
	@echo "make web      the example's page, in WebAssembly, on http://localhost:8000/ (PORT=...)"
	@echo "make wheels   the example's wheels with cibuildwheel in a container that is made here"
	@echo "make platforms the tests of other platforms; what is missing for them is said"
	@echo "make check-fma the software fma against the C library's, 10 million triples"
	@echo "make bench    the benchmarks (BENCH=--record writes the results into docs/)"
	@echo "make kernels  NPBench's algorithms by NumPy, Numba and Pythran (KERNELS=--record, or names)"
	@echo "make docs     write the generated pages of docs/ again"
	@echo "make clean    remove everything that these targets make"
	@echo "PYTHON=...    the interpreter to use, 3.11 or newer (now: $(PYTHON))"

demo:
	@$(PYTHON) example_project/demo.py

# All tests of a file by one process, which then compiles what they share once.
test: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)

# Native code that reads outside of its memory, or does what C leaves undefined, ends the
# process. Python's own leaks are not ours to judge.
SANITIZED := $(addprefix tests/test_,$(addsuffix .py,applied arrays bounds classes complex_arrays fused language \
             list_arguments list_memory no_dimensions \
             operations printing programs rearranging reshaping selection sized sorting special_values strings \
             variants vectorize \
             whole_arrays))
sanitize: $(VENV)/.test
	CC="gcc -g -fsanitize=address,undefined -fno-sanitize-recover=undefined" \
	ASAN_OPTIONS=detect_leaks=0 \
	LD_PRELOAD="$$(gcc -print-file-name=libasan.so) $$(gcc -print-file-name=libubsan.so)" \
	$(BIN)/python -m pytest -n 0 $(or $(TESTS),$(SANITIZED))

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	MYPYPATH=example_project/src $(BIN)/mypy --strict $(TYPED)
	$(BIN)/python docs/generate.py --check

# The wheel is built from the tree as it is, and tested in an environment of its own.
example: $(VENV)/.test
	rm -rf .example && mkdir .example
	$(BIN)/python -m build --wheel --no-isolation --outdir .example example_project
	$(PYTHON) -m venv .example/venv
	.example/venv/bin/python -m pip install --quiet pytest .example/*.whl
	cd example_project && ../.example/venv/bin/python -m pytest tests

# Two builds in different folders, each from its sdist, and one wheel for many versions and processors.
gates: $(VENV)/.gates
	rm -rf .gates && mkdir .gates && cp -r example_project ".gates/else where"
	PYX_LOWERING_CACHE=off $(BIN)/python -m build --no-isolation --outdir .gates/one example_project
	PYX_LOWERING_CACHE=off $(BIN)/python -m build --no-isolation --outdir .gates/two ".gates/else where"
	PYX_LOWERING_ABI3=on PYX_LOWERING_INSTRUCTION_SET=x86-64-v3 \
	  $(BIN)/python -m build --no-isolation --wheel --outdir .gates/abi3 example_project
	cmp .gates/one/*.tar.gz .gates/two/*.tar.gz
	cmp .gates/one/*.whl .gates/two/*.whl || \
	  { PATH="$(abspath $(BIN)):$$PATH" wheeldiff .gates/one/*.whl .gates/two/*.whl; exit 1; }
	$(BIN)/twine check --strict .gates/one/* .gates/abi3/*
	$(BIN)/check-wheel-contents .gates/one/*.whl .gates/abi3/*.whl
	for wheel in .gates/one/*.whl .gates/abi3/*.whl; do \
	  $(BIN)/auditwheel show $$wheel | tee .gates/shown && \
	  grep -q "requires no external shared libraries" .gates/shown || exit 1; done
	$(BIN)/abi3audit --strict .gates/abi3/*.whl
	$(BIN)/validate-pyproject example_project/pyproject.toml pyproject.toml

# Needs Python 3.13, node, npm and emcc.
web: $(VENV)/.platforms
	$(BIN)/python -m platforms.web .web --serve $(PORT)

# As root, with podman, runc and debootstrap.
wheels: $(VENV)/.platforms
	$(BIN)/python -m platforms.containers .wheels

# WebAssembly, containers, other processors: each test skips with the reason where its tool is absent.
platforms: $(VENV)/.platforms
	$(BIN)/python -m pytest -n 2 -m platforms $(TESTS)

# The bits and the speed of the software fma, on this machine.
check-fma:
	mkdir -p build
	cc -O3 -ffp-contract=off -Ipyx_lowering tests/fma_check.c -o build/fma_check -lm
	build/fma_check 10000000

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(BENCH)

cost: $(VENV)/.test
	$(BIN)/python -m benchmarks.cost $(COST)

builds: $(VENV)/.builds
	$(BIN)/python -m benchmarks.builds $(BUILDS)

# Pythran takes most of the time, about half a minute of the compiler for each kernel the first time.
kernels: $(VENV)/.kernels
	$(BIN)/python -m benchmarks.kernels $(KERNELS)

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is too old or missing: Python 3.11 or newer is needed (PYTHON=...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# One stamp for each extra, so that each target installs what it needs and no more.
$(VENV)/.%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[$*]"
	@touch $@

clean:
	rm -rf $(VENV) .demo .example .gates .web .wheels build dist benchmarks/results example_project/build example_project/dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -name '*.egg-info' -prune -exec rm -rf {} +
	find example_project/src -name '_*_native*' -delete
