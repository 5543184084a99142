# make run    set up, then open the window (without a screen: make a demo file and its report)
# make test   set up, then everything that must hold: ruff, mypy, tests, import contracts, coverage
# make quick  style, types and the fastest tests, some three minutes: all but those that SLOW in tests/conftest.py names;
#             at its end stand the slowest of them
# Others: check, bench, oldpc, build, windows, windows-test, soak, copies, cells, kills, hostile, power, sticks, faults, disclosure,
#         country, papers, libreoffice, windows-icon, screenshots, album, golden, lock, clean
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DEMO := build/demo
# what is compiled is kept, even where the surroundings say otherwise: each process of the tests would compile all anew
export PYTHONDONTWRITEBYTECODE :=
ON_SCREEN := QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1366x768x24"

# what must be on the machine (a library, a font or a command) : the Debian package that brings it
QT := libglib-2.0.so.0:libglib2.0-0t64 libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 \
      libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3
SCREEN := libxcb-cursor.so.0:libxcb-cursor0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 \
      libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0

# the font of the window where the system names none; its tests measure words in it
FONT := NotoSans-Regular.ttf:fonts-noto-core

# what serves the file systems of sticks, and records what it writes
STICKS := strace:strace fusefat:fusefat mount.exfat-fuse:exfat-fuse mkfs.exfat:exfatprogs mkfs.vfat:dosfstools

# $(call need,LIST): install what is missing when we are root on Debian, else say which line does it
define need
@[ "$$(uname -s)" = Linux ] || exit 0; missing=; for pair in $(1); do \
	case $$pair in *.so.*:*) /sbin/ldconfig -p | grep -qF "$${pair%%:*}" ;; \
	*.ttf:*) find /usr/share/fonts "$$HOME/.fonts" -name "$${pair%%:*}" 2>/dev/null | grep -q . ;; *) command -v "$${pair%%:*}" >/dev/null ;; esac \
		|| missing="$$missing $${pair##*:}"; done; \
[ -z "$$missing" ] && exit 0; \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $$missing; \
else echo "This machine lacks some packages. Run: sudo apt-get install -y$$missing" >&2; exit 1; fi
endef

.PHONY: run test quick check bench oldpc build windows windows-icon windows-test soak copies cells kills hostile power sticks faults disclosure country papers libreoffice golden screenshots album lock clean qt screen

run: $(VENV)/.ready qt screen
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then exec $(PY) -m desktop_app; fi; \
	echo "No screen here, so no window: making a demo file and its report instead."; \
	mkdir -p $(DEMO) && rm -f $(DEMO)/demo.db $(DEMO)/report.pdf; \
	$(PY) -m desktop_app demo $(DEMO)/demo.db && \
	$(PY) -m desktop_app report $(DEMO)/demo.db --period 2022 --out $(DEMO)/report.pdf && \
	echo "data file: $(CURDIR)/$(DEMO)/demo.db" && echo "report:    $(CURDIR)/$(DEMO)/report.pdf"

test: check
	$(PY) -m pytest -n auto --dist worksteal --cov

quick: check
	$(PY) -m pytest -q -n auto --dist worksteal --quick --durations=5 --durations-min=1

check: $(VENV)/.ready qt
	$(call need,pdftotext:poppler-utils strace:strace pg_ctlcluster:postgresql $(FONT))
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

# with the folder of the build, too
bench: $(VENV)/.ready qt screen build
	$(call need,Xvfb:xvfb strace:strace $(FONT))
	$(PY) -m tests.harness.bench

# the program as an old PC runs it: a third of one core, 512 MB, slow syncs; as root, with control groups of version 1
oldpc: $(VENV)/.ready qt screen
	$(call need,Xvfb:xvfb cc:gcc $(FONT))
	$(PY) -m tests.harness.bench old_pc

build: $(VENV)/.ready qt screen
	$(call need,objdump:binutils)
	$(PY) -m PyInstaller --noconfirm --log-level WARN build.spec
	rm -rf $(DEMO) && mkdir -p $(DEMO)
	dist/sokehoach/sokehoach demo $(DEMO)/built.db
	for form in pdf docx xlsx; do dist/sokehoach/sokehoach report $(DEMO)/built.db --period 2022 --out $(DEMO)/built.$$form || exit 1; done
	@QT_QPA_PLATFORM=offscreen timeout 10 dist/sokehoach/sokehoach $(DEMO)/built.db; [ $$? = 124 ] || \
		{ echo "The window of the build did not stay open." >&2; exit 1; }
	@echo "dist/sokehoach: $$(du -sh dist/sokehoach | cut -f1); it opens its window and made reports in $(DEMO)"

# on Debian: the folder for Windows, its zip, the setup and their checksums, in build/windows
windows: $(VENV)/.ready
	$(call need,makensis:nsis x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64-win32 wine:wine)
	$(PY) -m windows

# the tests of the core and of the window with the Python for Windows, under wine; the same ledger on both systems; sticks
# that are cut; an office's first day, an update and a stick, played by keyboard; last, start and memory
windows-test: windows
	$(call need,xdotool:xdotool Xvfb:xvfb import:imagemagick pg_ctlcluster:postgresql $(FONT) $(STICKS))
	$(PY) -m tests.harness.wine.testing
	$(PY) -m tests.harness.wine.both
	$(PY) -m tests.harness.wine.sticks
	$(PY) -m tests.harness.wine.play
	@$(PY) -m tests.harness.bench on_windows || echo "A goal of start or memory is missed there; all tests and plays have passed."

# after a change of resources/icons/app.svg
windows-icon: $(VENV)/.ready qt
	QT_QPA_PLATFORM=offscreen $(PY) -m windows.icon

screenshots: $(VENV)/.ready qt screen
	$(call need,Xvfb:xvfb xauth:xauth $(FONT))
	$(ON_SCREEN) $(PY) -m tests.harness.album.screenshots resources/screenshots

# all that the window can show, light and dark, at 100 % and 150 %, with made-up data and empty: to be looked at
album: $(VENV)/.ready qt screen
	$(call need,Xvfb:xvfb xauth:xauth $(FONT))
	for look in light dark; do for data in demo empty; do for scale in 1 1.5; do \
		QT_SCALE_FACTOR=$$scale $(ON_SCREEN) $(PY) -m tests.harness.album.screenshots --album --look $$look --data $$data \
			build/album/$$data-$$look-$$scale || exit 1; \
	done; done; done

soak: $(VENV)/.ready
	$(PY) -m tests.harness.histories

# a hundred thousand files made to do harm, merged, opened, read and salvaged; takes hours
hostile: $(VENV)/.ready
	$(PY) -m tests.harness.hostile

# ten thousand plain copies of a file while somebody types into it
copies: $(VENV)/.ready
	$(PY) -m tests.harness.bench.copies 10000

# the core is killed CORE times in the middle of its acts, a window WINDOW times while somebody types into it
CORE ?= 1000
WINDOW ?= 60
kills: $(VENV)/.ready qt
	$(PY) -m tests.harness.kills.core $(CORE)
	KILLS=$(WINDOW) $(PY) -m pytest -q -s tests/ui/test_kills.py

# random sessions of a person in the form and the sheet of one file, with a merge between: an hour or more
SESSIONS ?= 1000
cells: $(VENV)/.ready qt
	$(PY) -m tests.harness.cell_sessions $(SESSIONS)

# random reports as PDF, DOCX and XLSX, read back by a reader of its own and compared with the figures: minutes
PAPERS ?= 100
papers: $(VENV)/.ready
	$(call need,pdftotext:poppler-utils)
	$(PY) -m tests.harness.papers $(PAPERS)

# papers, sheets and workbooks through LibreOffice and back
libreoffice: $(VENV)/.ready qt
	$(call need,soffice:libreoffice-calc-nogui)
	$(PY) -m pytest -q -m libreoffice tests tests/harness/libreoffice

# what power cuts may leave: so many states of the disk, over all works
STATES ?= 1000000
power: $(VENV)/.ready
	$(call need,strace:strace)
	$(PY) -m tests.harness.power $(STATES)

# a FAT and an exFAT stick: each work is cut at CUTS of the writes of the driver, and the stick is pulled out PULLS times
CUTS ?= 100
PULLS ?= 40
sticks: $(VENV)/.ready
	$(call need,$(STICKS))
	$(PY) -m tests.harness.sticks $(CUTS) $(PULLS)

# all reports of a year of so many made-up provinces as public papers, and whoever reads them all with a solver
PROVINCES ?= 20
disclosure: $(VENV)/.ready
	$(PY) -m tests.disclosure_soak $(PROVINCES)

# so many whole provinces of a country of 34, with so many records in each commune: made, merged level by level, published
# to one PostgreSQL and to three, asked; LEVELS=3 puts districts between
country: PROVINCES = 4
LEVELS ?= 2
RECORDS ?= 2000
country: $(VENV)/.ready
	$(call need,pg_ctlcluster:postgresql)
	$(PY) -m tests.harness.country $(PROVINCES) $(LEVELS) $(RECORDS)

# every file-system call of every work fails or is the last one; then some fail while somebody types into a window
WINDOW_FAULTS ?= 40
faults: $(VENV)/.ready qt
	$(call need,strace:strace $(FONT))
	$(PY) -m tests.harness.faults
	$(PY) -m tests.harness.faults.window $(WINDOW_FAULTS)

# after a change of how a report looks: draws the pages anew and names those that changed, to be looked at
golden: $(VENV)/.ready
	$(PY) -m tests.desktop_app.golden_pages

# after a change of the packages in pyproject.toml
lock: $(VENV)/.ready
	$(PY) -m pip install -q uv==0.13.9
	$(VENV)/bin/uv pip compile -q --universal --all-extras --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -o requirements.lock pyproject.toml
	$(VENV)/bin/uv pip compile -q --python-platform x86_64-pc-windows-msvc --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url -c requirements.lock -o windows/requirements.lock pyproject.toml
	$(VENV)/bin/uv pip compile -q --python-platform x86_64-pc-windows-msvc --python-version 3.11 --generate-hashes \
		--extra dev --no-header --no-annotate --no-emit-index-url -c requirements.lock -o windows/tests.lock pyproject.toml

$(VENV)/.ready: requirements.lock pyproject.toml
	$(call need,$(PYTHON):python3)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || \
		{ echo "Python's venv module is missing. Run: sudo apt-get install -y python3-venv" >&2; exit 1; }; \
		apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install python3-venv; }
	@echo "Setting up $(VENV): now and after each change of packages, for some minutes."
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install -q --disable-pip-version-check --only-binary=:all: --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

qt:
	$(call need,$(QT))

screen:
	$(call need,$(SCREEN))

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
