# SPDX-License-Identifier: 0BSD
#
# Preprocessed C -> texts.h: what is said to the user, packed. That stands in _("...") and, what
# belongs to the commands, in command_text("..."), one after the other. libnetns/packed.c unpacks it.
#
# The pair of characters that is most frequent in all texts becomes one new character, \200. Then the
# most frequent pair of old and new ones becomes \201, and so on, as long as that saves something.
# (Byte pair encoding: Philip Gage, "A New Algorithm for Data Compression", 1994.)

BEGIN {
	NEW = 128		# the first new character, and how many there can be
	if (PAIRS == "")	# -v PAIRS=0 packs nothing
		PAIRS = NEW
	NUL = "\\000"		# between the strings of one text, and
	STOP = "\n"		# behind a text: neither is part of a pair
	UNKNOWN = "[^ -~]|\\\\[^\"\\\\nt0]|\\\\0[0-9]|\\\\\\\\0"	# what a text may not contain
	at = strings = 0
}

# Collects the literals in the brackets, which may go on in the next lines.
{
	line = $0
	while (open || match(line, /(^|[^A-Za-z0-9_])(_|command_text)\(/)) {
		if (!open) {
			open = substr(line, RSTART, RLENGTH) ~ /command/ ? "command" : "other"
			literal = ""
			line = substr(line, RSTART + RLENGTH)
		}
		sub(/^[ \t]+/, "", line)
		if (line == "")
			break
		if (match(line, /^"([^"\\]|\\.)*"/)) {
			literal = literal substr(line, 2, RLENGTH - 2)
			line = substr(line, RLENGTH + 1)
		} else if (line ~ /^\)/ && literal !~ UNKNOWN) {
			gsub(/\\0/, NUL, literal)
			take(literal)
			open = ""
		} else {
			print "pack.awk: not a literal, or not ASCII: " literal line >"/dev/stderr"
			exit failed = 1
		}
	}
}

function take(literal)
{
	if (open == "command") {
		commands = commands literal
		strings++
	} else if (literal != "" && !(literal in known)) {
		known[literal]
		texts[count++] = literal
	}
}

# Appends a text to all[], which has a character in each element.
function add(text,    string)
{
	for (; text != ""; text = substr(text, RLENGTH + 1)) {
		match(text, /^(\\000|\\.|.)/)
		all[size++] = substr(text, 1, RLENGTH)
		string = all[size - 1] == NUL ? 0 : string + 1
		if (string > longest)
			longest = string
	}
	all[size++] = STOP
}

# The one that occurs most often, the first of those; "" if to replace it would save nothing.
function best_pair(    i, pair, before, pairs, order, occurs, best)
{
	for (i = 0; i < size - 1; i++) {
		pair = all[i] all[i + 1]
		if (index(pair, STOP) || index(pair, NUL) || pair == before) {
			before = ""	# of three that are alike, two are a pair
			continue
		}
		before = pair
		if (!occurs[pair]++)
			order[pairs++] = pair
	}
	pair = ""
	best = 2
	for (i = 0; i < pairs; i++)
		if (occurs[order[i]] > best) {
			pair = order[i]
			best = occurs[pair]
		}
	return pair
}

function replace(pair, character,    from, to)
{
	for (from = to = 0; from < size; from++)
		if (all[from] all[from + 1] == pair) {
			all[to++] = character
			from++
		} else {
			all[to++] = all[from]
		}
	size = to
}

# The next text of all[], as it is now.
function packed(    text)
{
	while (all[at] != STOP)
		text = text all[at++]
	at++
	return "\"" text "\""
}

END {
	if (failed)
		exit 1
	add(commands)
	for (i = 0; i < count; i++)
		add(texts[i])
	for (i = 0; i < PAIRS && (pair = best_pair()) != ""; i++) {
		replace(pair, sprintf("\\%o", NEW + i))
		pairs = pairs " \"" pair "\""
	}
	print "#define TEXT_PAIRS" (pairs == "" ? " \"??\"" : pairs)
	print "#define LONGEST_TEXT " longest
	print "#define COMMAND_STRINGS " strings
	print "#define COMMAND_TEXTS " packed()
	printf "#define TEXTS(DO, with)"
	for (i = 0; i < count; i++)
		printf " \\\n\tDO(with, %d, \"%s\", %s)", i, texts[i], packed()
	print ""
}
