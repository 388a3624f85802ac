# SPDX-License-Identifier: 0BSD
# One file's TAP -> its line for the reader, with the failures and their diagnostics.
# -v file=NAME        how to call it
# -v status=N         how the file ended
# -v counts=FILE      gets "passed failed skipped"
# -v skips=FILE       gets one reason a line for each skipped test
# -v differences=FILE tests that are meant to fail: a line of text is the reason for those below it, a tab
#                     and "FILE.t: NAME" each; "*" is any text
# -v used=FILE        gets the patterns that matched

function to_regex(glob)
{
	gsub(/[][\\.+^$(){}|?]/, "\\\\&", glob)
	gsub(/\*/, ".*", glob)
	return "^" glob "$"
}

function reason_for(name,  i)
{
	for (i = 1; i <= patterns; i++)
		if (name ~ regex[i]) {
			print pattern[i] >used
			return reason[i]
		}
	return ""
}

function fail(text)
{
	failed++
	failures = failures "  FAIL " text "\n"
}

function skip(text)
{
	skipped++
	print text >skips
}

BEGIN {
	base = file
	sub(/^.*: /, "", base)
	while (differences != "" && (getline line <differences) > 0) {
		if (line !~ /^\t/) {
			heading = line
			continue
		}
		patterns++
		pattern[patterns] = substr(line, 2)
		regex[patterns] = to_regex(pattern[patterns])
		reason[patterns] = heading
	}
	passed = failed = skipped = total = 0
	plan = -1
}

/^(not )?ok / {
	total++
	telling = meant = 0
	name = $0
	sub(/^(not )?ok [0-9]+( - )?/, "", name)
	good = ($1 == "ok")
	if (match(name, / # SKIP /)) {
		skip(substr(name, RSTART + RLENGTH))
		next
	}
	why = reason_for(base ": " name)
	if (why != "" && !good) {
		skip("differs: " why)
		meant = 1
	} else if (why != "")
		fail(base ": " name " (listed in differences, but it is the same)")
	else if (good)
		passed++
	else {
		fail(file ": " name)
		telling = 1
	}
	next
}

/^1\.\.[0-9]+/ {
	plan = $1
	sub(/^1\.\./, "", plan)
	if (match($0, /# SKIP /))
		skip(substr($0, RSTART + RLENGTH))
	next
}

meant && /^#   / {
	next
}

telling {
	failures = failures "  " $0 "\n"
	next
}

# said by the shell, outside of any test: what should have prepared a test did not happen
/^[^#].* not found$/ {
	fail(file ": " $0)
	next
}

# what a test file says outside of any test: shown when something failed
{
	rest = rest "  " $0 "\n"
}

END {
	if (plan < 0)
		fail(file ": ended without its plan (status " status ")")
	else if (plan != total)
		fail(file ": planned " plan " tests, ran " total)
	else if (status != 0)
		fail(file ": ended with status " status)
	printf "%s %s: %d passed, %d failed, %d skipped, %d s\n%s", failed ? "not ok" : "ok", file,
		passed, failed, skipped, seconds, failures (failed ? rest : "")
	print passed, failed, skipped >counts
}
