.PHONY: run test quick
run:
	bin/run
test:
	bin/test
quick:
	bin/test --quick
