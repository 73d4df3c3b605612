# make run      build and open the window (in a browser where there is no display); ARGS="…" passes arguments on
# make test     everything a change must pass, as on the hosted builds; make test-long adds the slow tests,
#               make test-office only those of files that go through LibreOffice
# make bench    measurements; BENCH=… picks some; make memory, make memory-window: of ten minutes of use
# make screens  a picture of every screen and dialog in SCREENSHOTS=…; ONLY=… picks some, SPEAK=en one language
# make serve    build and run the central server, for this computer alone unless ARGS="--listen …" says otherwise
# make build    bin/carteira (command line, browser mode), bin/carteira-server and build/bin/Carteira (desktop)
# make windows  both for Windows, from Linux; make generate: the JavaScript bindings; make lint; make clean
# make package  what people install, in build/bin: Debian packages on Linux, the signed bundle on macOS; make package-windows: the
#               installer for Windows, from Linux; make test-package, make test-windows: installed, used and removed again
#
# Each target first installs what it lacks and says so in one line; when nothing is missing it uses no network.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build
MAKEFLAGS += --no-builtin-rules --no-print-directory

WAILS_TOOL  := github.com/wailsapp/wails/v2/cmd/wails@v2.16.0
NFPM        := github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

OS   := $(shell uname -s)
TAGS := sqlite_fts5
ifeq ($(OS),Linux)
WINDOW_TAGS := $(TAGS),desktop,production,webkit2_41
else
WINDOW_TAGS := $(TAGS),desktop,production
endif
ifeq ($(OS),Darwin)
export CGO_LDFLAGS := -framework UniformTypeIdentifiers
DISPLAYED := 1
else ifneq (,$(findstring NT,$(OS)))
DISPLAYED := 1
else
DISPLAYED := $(DISPLAY)$(WAYLAND_DISPLAY)
endif
RELEASE := -trimpath -ldflags '-s -w'

# One version for everything (backend/crm/version_test.go).
export VERSION := $(shell sed -n 's/.*"productVersion": *"\([^"]*\)".*/\1/p' wails.json)
# Who answers for the packages: name <address>.
export MAINTAINER ?= Carteira <carteira@example.com>

CLI    := bin/carteira
SERVER := bin/carteira-server
WINDOW := build/bin/Carteira
PAGE   := frontend/dist/index.html
STAGE  := build/setup/stage.sh

GO_SOURCES    := $(shell find main.go app backend -type f ! -path '*/testdata/*') frontend/assets.go go.mod go.sum
PAGE_SOURCES  := $(shell find frontend/src frontend/public frontend/wailsjs frontend/vite -type f 2>/dev/null) \
                 $(wildcard frontend/*.html frontend/*.ts frontend/*.json frontend/*.cjs)
BROWSER_TESTS := $(shell find frontend/src -name '*.browser.tsx' 2>/dev/null)
E2E_TESTS     := $(wildcard frontend/e2e/*.e2e.ts)
# Where goroutines share state. The race detector makes the rest ten times slower and finds nothing there.
RACE := ./app/... $(if $(wildcard backend/service),./backend/service/...) ./backend/server/api

.PHONY: run serve build lint test test-long test-office bench memory memory-window screens generate windows clean setup setup-go setup-window setup-all

# ---- set-up

setup-go:
	@command -v go >/dev/null || { echo "set-up: install Go, the version named in go.mod (https://go.dev/dl)" >&2; exit 1; }
	@build/setup/packages.sh go

setup-window: setup-go
	@build/setup/packages.sh window

frontend/node_modules/.carteira-lock: frontend/package-lock.json
	@build/setup/npm.sh && touch $@

setup-all: setup-window frontend/node_modules/.carteira-lock
	@build/setup/packages.sh tests browser windows

setup: setup-all

# ---- programs

$(PAGE): $(PAGE_SOURCES) | frontend/node_modules/.carteira-lock
	@echo "building the window's page"
	@cd frontend && npm run --silent build -- --logLevel warn

$(CLI): $(GO_SOURCES) $(PAGE) | setup-go
	@echo "building $@ (SQLite takes a minute the first time)"
	@go build $(RELEASE) -tags $(TAGS) -o $@ ./backend/cmd/carteira && touch $@

$(SERVER): $(GO_SOURCES) | setup-go
	@echo "building $@"
	@go build $(RELEASE) -tags $(TAGS) -o $@ ./backend/cmd/carteira-server && touch $@

ifeq ($(OS),Linux)
$(WINDOW): $(GO_SOURCES) $(PAGE) build/appicon.png | setup-window
	@echo "building $@ (the web view takes a few minutes the first time)"
	@go build $(RELEASE) -tags $(WINDOW_TAGS) -o $@ . && touch $@
else # a bundle on macOS (notifications need one), icon and manifest on Windows
$(WINDOW): $(GO_SOURCES) $(PAGE) build/appicon.png wails.json | setup-window
	@echo "building $@"
	@$$(build/setup/tool.sh $(WAILS_TOOL)) build -m -s -nosyncgomod -skipbindings -trimpath
	@touch $@
endif

build: $(CLI) $(SERVER) $(WINDOW)

ifneq (,$(DISPLAYED))
run: $(WINDOW)
ifeq ($(OS),Darwin)
	@$(WINDOW).app/Contents/MacOS/Carteira $(ARGS)
else
	@$(WINDOW) $(ARGS)
endif
else
run: $(CLI)
	@$(CLI) web $(ARGS)
endif

# Its data is where bin/carteira-server finds it as well: in the system's folder for application data.
serve: $(SERVER)
	@$(SERVER) serve $(ARGS)

# Bound structs changed: the page's bindings follow.
generate: setup-go
	@build/setup/bindings.sh write

WINDOWS := GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++

windows: build/bin/carteira-cli.exe build/bin/Carteira.exe

build/bin/carteira-cli.exe: $(GO_SOURCES) $(PAGE) build/windows/version.rc build/windows/icon.ico wails.json | setup-go
	@build/setup/packages.sh windows
	@echo "building $@"
	@$(WINDOWS) build/windows/cli.sh $(TAGS) $@ && touch $@

build/bin/Carteira.exe: $(GO_SOURCES) $(PAGE) build/appicon.png build/windows/icon.ico build/windows/info.json \
                        build/windows/wails.exe.manifest wails.json | setup-go
	@build/setup/packages.sh windows
	@echo "building $@"
	@mkdir -p .cache/logs
	@$(WINDOWS) $$(build/setup/tool.sh $(WAILS_TOOL)) build -platform windows/amd64 -m -s -nosyncgomod -skipbindings -trimpath >.cache/logs/wails.log 2>&1 || \
	  { cat .cache/logs/wails.log >&2; exit 1; }
	@touch $@

# ---- packages

.PHONY: package package-windows test-package test-windows version
ifeq ($(OS),Darwin)
package: $(CLI) $(WINDOW)
	@build/darwin/package.sh $(WINDOW).app $(CLI)
else
package: $(CLI) $(SERVER) $(WINDOW)
	@build/setup/packages.sh package
	@build/linux/package.sh $$(build/setup/tool.sh $(NFPM)) $(CLI) $(SERVER) $(WINDOW)
endif

version: ; @echo $(VERSION)

package-windows: windows
	@build/setup/packages.sh installer
	@build/windows/package.sh build/bin "$$(go list -m -f '{{.Dir}}' github.com/wailsapp/wails/v2)/internal/webview2runtime/MicrosoftEdgeWebview2Setup.exe"

# They install, here and as root, what is removed afterwards; under wine in a folder of its own.
test-package: package
	@build/setup/packages.sh package test-package
	@$(STAGE) $@ build/linux/test.sh build/bin $(VERSION)

test-windows: package-windows
	@build/setup/packages.sh installer wine
	@$(STAGE) $@ build/windows/test.sh build/bin/Carteira-$(VERSION)-setup.exe $(VERSION)
	@$(STAGE) test-signing build/windows/sign_test.sh build/bin/carteira-cli.exe

clean:
	rm -rf bin build/bin .cache frontend/test-results
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

# ---- checks: each stage is one line of output, its log is shown when it fails. Two run side by side.

FRONTEND_STAGES := page-typecheck page-lint page-unit $(if $(BROWSER_TESTS),page-browser)
GO_STAGES := go-format go-vet go-static go-tidy go-bindings go-test go-race go-macos go-windows window-build \
             $(if $(filter Linux,$(OS)),window-smoke)
STAGES := go-vet page-typecheck go-test $(FRONTEND_STAGES) $(if $(E2E_TESTS),e2e) $(GO_STAGES)
.PHONY: $(STAGES) stages

test: setup-all $(PAGE)
	@begin=$$SECONDS; \
	if $(MAKE) -j2 -k stages; then echo "everything passed, $$((SECONDS - begin)) s"; \
	else echo "something failed, see ✗ above ($$((SECONDS - begin)) s)" >&2; exit 1; fi

stages: $(STAGES)

lint: setup-go frontend/node_modules/.carteira-lock
	@$(MAKE) -k go-format go-vet go-static page-typecheck page-lint

page-typecheck: ; @$(STAGE) $@ npm --prefix frontend run typecheck
page-lint:      ; @$(STAGE) $@ npm --prefix frontend run lint
page-unit:      ; @$(STAGE) $@ npm --prefix frontend run test
page-browser:   ; @CHROMIUM=$$(build/setup/chromium.sh) $(STAGE) $@ npm --prefix frontend run test:browser
# The programs are built in the recipe: a stage that waits for others comes last, alone.
e2e:
	@$(MAKE) --no-print-directory $(CLI) $(SERVER)
	@CHROMIUM=$$(build/setup/chromium.sh) CARTEIRA_BIN=$(CURDIR)/$(CLI) CARTEIRA_SERVER_BIN=$(CURDIR)/$(SERVER) $(STAGE) $@ npm --prefix frontend run e2e

go-format:   ; @$(STAGE) $@ bash -c 'unformatted=$$(gofmt -l main.go app backend frontend/assets.go); [ -z "$$unformatted" ] || { echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; }'
go-vet:      ; @$(STAGE) $@ go vet -tags $(TAGS) ./...
go-static:   ; @tool=$$(build/setup/tool.sh $(STATICCHECK)) && $(STAGE) $@ "$$tool" -tags $(TAGS) ./...
go-tidy:     ; @$(STAGE) $@ go mod tidy -diff
go-bindings: ; @$(STAGE) $@ build/setup/bindings.sh check
go-test:     ; @$(STAGE) $@ go test -timeout 20m -tags $(TAGS) ./...
go-race:     ; @$(STAGE) $@ go test -race -timeout 20m -tags $(TAGS) $(RACE)
go-macos:    ; @$(STAGE) $@ env GOOS=darwin CGO_ENABLED=0 go vet -tags $(TAGS) ./...
go-windows:
	@$(STAGE) $@ bash -c 'out=$$(mktemp -d) && trap "rm -rf $$out" EXIT && export $(WINDOWS) && \
	  { [ ! -d backend/cmd/carteira ] || go build -tags $(TAGS) -o $$out/ ./backend/cmd/carteira; } && \
	  go build -tags $(TAGS),desktop,production -ldflags "-H windowsgui" -o $$out/Carteira.exe .'
window-build: setup-window
	@$(STAGE) $@ $(MAKE) $(WINDOW)
window-smoke: window-build
	@$(STAGE) $@ bash -c 'build/setup/smoke.sh $(WINDOW) && \
	  CARTEIRA_WINDOW=$(CURDIR)/$(WINDOW) go test -count=1 -tags $(TAGS) -run "^TestNative" ./app'

# Round trips of files through LibreOffice, which is large: not part of `make test`. Without it, and without the right to install
# it, they say so and are skipped.
test-office: setup-go
	@build/setup/packages.sh office || true
	go test -tags $(TAGS),office -run Office -v ./backend/cmd/carteira

# Slow tests carry the build tag `long`.
test-long: test
	@build/setup/packages.sh office || true
	@$(STAGE) go-test-long go test -tags $(TAGS),long -timeout 180m ./...
ifeq ($(OS),Linux)
	@$(MAKE) test-windows
	@if [ "$$(id -u)" -eq 0 ] && command -v dpkg >/dev/null; then $(MAKE) test-package; \
	else echo "  – test-package is left out: it installs packages, as root on Debian or Ubuntu" >&2; fi
endif

# In a real browser over the real program, read by a person. CARTEIRA_CONTACTS and CARTEIRA_MINUTES make the first smaller.
SCREENSHOTS ?= $(CURDIR)/frontend/test-results/screens
memory screens: $(CLI) $(SERVER) | frontend/node_modules/.carteira-lock
	@cd frontend && CHROMIUM=$$(../build/setup/chromium.sh) CARTEIRA_BIN=$(CURDIR)/$(CLI) CARTEIRA_SERVER_BIN=$(CURDIR)/$(SERVER) \
	  SCREENSHOTS=$(SCREENSHOTS) npx vitest run --config vitest.byhand.config.ts e2e/$@.byhand.ts

# The same of the desktop window, on a display of its own.
memory-window: $(CLI) window-build
	@build/setup/packages.sh tests test-package
	@build/linux/memory.sh $(WINDOW) $(CLI)

# The big ones make a million contacts and take some minutes; LINES=100000 makes them smaller.
BENCH ?= .
LINES ?= 1000000
bench: $(PAGE) setup-go
	@build/setup/packages.sh bench
	CARTEIRA_BENCH=$(LINES) go test -tags $(TAGS) -run '^$$' -bench '$(BENCH)' -benchmem -benchtime 1x -timeout 60m \
	  ./backend/cmd/carteira ./backend/sqlite ./backend/bench ./backend/service/batch ./backend/service/undo
	go test -tags $(TAGS) -run '^$$' -bench '$(BENCH)' -benchmem ./backend/crm ./backend/engine/...
