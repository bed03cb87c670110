# A short name for each command; `python build.py <command>` does the same without make.

PYTHON ?= python3
VENV_PYTHON := $(if $(filter Windows_NT,$(OS)),.venv/Scripts/python.exe,.venv/bin/python)

build := @$(VENV_PYTHON) build.py

# CONTENT=dir OUTPUT=dir NOW=time become options. Only from make's own command line: a variable of that
# name that happens to be in the environment must not decide what is overwritten or removed.
option = $(if $(filter command,$(origin $(1))),$(2) "$($(1))")
# In apostrophes, and as it was typed, so that a title may hold quotes and dollars.
quoted = '$(subst ','\'',$(1))'
lower = $(subst AGAIN,again,$(subst SENT,sent,$(subst MAILING,mailing,$(subst WHO,who,$(subst SMTP,smtp,$(subst HEARING,hearing,$(subst LIST,list,$(subst ON,on,$(subst BASIS,basis,$(subst REASON,reason,$(subst BY,by,$(subst FILE,file,$(subst KEY,key,$(subst NAME,name,$(subst LANGUAGE,language,$(subst TITLE,title,$(subst STRATEGY,strategy,$(subst SENDER,sender,$(1)))))))))))))))))))
named = $(if $(filter command,$(origin $(1))),--$(call lower,$(1)) $(call quoted,$(value $(1))))
content = $(call option,CONTENT,--content)
project = $(call option,CONTENT,--content) $(call option,OUTPUT,--output) $(call option,NOW,--now)

# Both set-ups write to .venv, and builds to output/.
.NOTPARALLEL:

.PHONY: all
all: set-up ## Build every document of every hearing (what `make` alone does)
	$(build) build $(project) $(ARGS)

.PHONY: check
check: set-up ## Look for faults in the content and the templates; write nothing
	$(build) check $(project) $(ARGS)

.PHONY: new
new: set-up ## Begin a hearing: NAME=id, and LANGUAGE= TITLE= STRATEGY= SENDER=; asks for what is not named
	$(build) new $(content) $(foreach one,NAME LANGUAGE TITLE STRATEGY SENDER,$(call named,$(one))) $(ARGS)

.PHONY: preview
preview: set-up ## Show the documents on a local page that follows every save
	$(build) preview $(project) $(ARGS)

.PHONY: approve
approve: set-up ## What waits for approval (NAME=hearing); with KEY= BY= BASIS=word or publication, ON=: approve it
	$(build) approve $(project) $(foreach one,NAME KEY BY BASIS ON,$(call named,$(one))) $(ARGS)

.PHONY: publish
publish: set-up ## Publish a hearing's next edition: NAME=hearing, from the second one on REASON="what was corrected"
	$(build) publish $(project) $(foreach one,NAME REASON,$(call named,$(one))) $(ARGS)

.PHONY: copies
copies: set-up ## Make each participant their own briefing: LIST=path, and HEARING=id where there are several
	$(build) copies $(project) $(foreach one,LIST HEARING,$(call named,$(one))) $(ARGS)

.PHONY: send
send: set-up ## Make a message with the copy for each of a LIST, to look at; SMTP=profile sends them
	$(build) send $(project) $(foreach one,LIST HEARING SMTP,$(call named,$(one))) $(ARGS)

.PHONY: send-correction
send-correction: set-up ## The same for everyone who holds an earlier edition: what changed, and their new copy
	$(build) send-correction $(project) $(foreach one,HEARING SMTP,$(call named,$(one))) $(ARGS)

.PHONY: send-status
send-status: set-up ## Who was sent what, and what became of it; SENT= or AGAIN=Message-ID decides what is uncertain
	$(build) send-status $(project) $(foreach one,HEARING SENT AGAIN,$(call named,$(one))) $(ARGS)

.PHONY: forget
forget: set-up ## Take the traces of a person (WHO=address) or of a MAILING=edition away; LIST= takes rows out too
	$(build) forget $(project) $(foreach one,WHO NAME MAILING LIST HEARING,$(call named,$(one))) $(ARGS)

.PHONY: verify
verify: set-up ## Prove what was built again: receipts, standards, every word
	$(build) verify $(project) $(ARGS)

.PHONY: trace
trace: set-up ## Where words come from: FILE=output/…, or KEY='interviews[2].answers[0]' for where they go
	$(build) trace $(project) $(foreach one,FILE KEY,$(call named,$(one))) $(ARGS)

.PHONY: validate
validate: set-up ## Check what was built with outside validators (Microsoft's, vnu, html-validate, axe, poppler)
	$(build) validate $(project) $(ARGS)

.PHONY: test
test: set-up-test ## Run the tests (ARGS="-k word" for some of them)
	$(build) test $(ARGS)

.PHONY: torture
torture: set-up-test ## Run the long tests: 100,000 mutated documents (NIST_DOCS_TORTURE=number for others)
	$(build) torture $(ARGS)

.PHONY: lint
lint: set-up-test ## Check style and types: ruff and mypy
	$(build) lint $(ARGS)

.PHONY: accept
accept: set-up-test ## Renew the golden files after a change that is meant
	$(build) accept $(ARGS)

.PHONY: reference
reference: set-up ## Rebuild Word's styles and typefaces in templates/word/ from the design tokens
	$(build) reference $(ARGS)

.PHONY: schema
schema: set-up ## Write the JSON Schema that editors use, and docs/content.md, from the model
	$(build) schema $(ARGS)

.PHONY: lock
lock: set-up-test ## Write the locks from requirements*.in (ARGS=--upgrade for newer versions)
	$(build) lock $(ARGS)

.PHONY: clean
clean: set-up ## Remove what can be built again: the output folder
	$(build) clean $(project) $(ARGS)

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo 'Variables: CONTENT=dir OUTPUT=dir NOW=time ARGS="more options" PYTHON=python3.12'

.PHONY: set-up
set-up: ## Make .venv with what a build needs; done by every target that needs it
	@$(PYTHON) -S tools/environment.py

.PHONY: set-up-test
set-up-test: ## Make .venv with what the tests need as well
	@$(PYTHON) -S tools/environment.py --test

.PHONY: bench
bench: set-up set-up-bench ## Time it beside other programs, into docs/performance.md (ARGS=--small: once, nothing written)
	@bench/.venv/bin/python -m bench.performance $(ARGS)

.PHONY: quality
quality: set-up set-up-bench ## Measure the documents beside other programs', into docs/quality.md
	@bench/.venv/bin/python -m bench.quality

.PHONY: set-up-bench
set-up-bench: ## Make bench/.venv with the programs that ours is compared with
	@$(PYTHON) -S tools/environment.py --bench
