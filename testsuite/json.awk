# SPDX-License-Identifier: 0BSD
# Is the input one JSON value (with -v lines=1: is every line one)? Prints nothing when it is, else
# the reason; exit 1. Strings must be UTF-8. For any awk, in the C locale.

function fail(text)
{
	if (why == "")
		why = text " at byte " pos
}

function blanks()
{
	while (pos <= len && index(" \t\n\r", substr(s, pos, 1)))
		pos++
}

function literal(word)
{
	if (substr(s, pos, length(word)) != word)
		fail("unknown word")
	pos += length(word)
}

function number(  rest)
{
	rest = substr(s, pos)
	if (!match(rest, /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/))
		fail("bad number")
	else
		pos += RLENGTH
}

# one UTF-8 sequence of two to four bytes
function utf8(  b, n, second, i)
{
	b = ord[substr(s, pos, 1)]
	second = ord[substr(s, pos + 1, 1)]
	if (b >= 194 && b <= 223)
		n = 1
	else if (b >= 224 && b <= 239)
		n = 2
	else if (b >= 240 && b <= 244)
		n = 3
	else {
		fail("not UTF-8")
		return
	}
	if ((b == 224 && second < 160) || (b == 237 && second > 159) ||
	    (b == 240 && second < 144) || (b == 244 && second > 143))
		fail("not UTF-8")
	for (i = 1; i <= n; i++)
		if (ord[substr(s, pos + i, 1)] < 128 || ord[substr(s, pos + i, 1)] > 191)
			fail("not UTF-8")
	pos += n + 1
}

function string(  c)
{
	if (substr(s, pos, 1) != "\"") {
		fail("no string")
		return
	}
	pos++
	while (why == "") {
		if (pos > len) {
			fail("open string")
			return
		}
		c = substr(s, pos, 1)
		if (c == "\"") {
			pos++
			return
		}
		if (c == "\\") {
			c = substr(s, pos + 1, 1)
			if (c == "u") {
				if (substr(s, pos + 2, 4) !~ /^[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]$/)
					fail("bad \\u")
				pos += 6
			} else if (c != "" && index("\"\\/bfnrt", c))
				pos += 2
			else
				fail("bad escape")
		} else if (ord[c] < 32)
			fail("control byte in string")
		else if (ord[c] < 128)
			pos++
		else
			utf8()
	}
}

function members(close_with, named, first)
{
	pos++
	blanks()
	if (substr(s, pos, 1) == close_with) {
		pos++
		return
	}
	while (why == "") {
		blanks()
		if (named) {
			string()
			blanks()
			if (substr(s, pos, 1) != ":")
				fail("no colon")
			pos++
		}
		value()
		blanks()
		first = substr(s, pos, 1)
		pos++
		if (first == close_with)
			return
		if (first != ",") {
			pos--
			fail("no comma")
		}
	}
}

function value(  c)
{
	if (why != "")
		return
	blanks()
	c = substr(s, pos, 1)
	if (c == "{")
		members("}", 1)
	else if (c == "[")
		members("]", 0)
	else if (c == "\"")
		string()
	else if (c == "t")
		literal("true")
	else if (c == "f")
		literal("false")
	else if (c == "n")
		literal("null")
	else
		number()
}

function document(text)
{
	s = text
	len = length(s)
	pos = 1
	value()
	blanks()
	if (pos <= len)
		fail("something after the value")
	if (why != "") {
		print why
		bad = 1
		exit 1
	}
}

BEGIN {
	for (i = 1; i < 256; i++)
		ord[sprintf("%c", i)] = i
	text = ""
}

{
	if (lines)
		document($0)
	else
		text = text $0 "\n"
}

END {
	if (!lines && !bad)
		document(text)
}
