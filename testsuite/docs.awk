# SPDX-License-Identifier: 0BSD
# One document (Markdown or mdoc) -> what it shows: blocks, and command lines within the text.
# -v name=FILE   how to call the document
# -v into=DIR    gets each of them as a file; for each, prints "ITS FILE<tab>NAME: FIRST LINE"

function begin() { text = "" }

function add(line) { text = text line "\n" }

function end(  first, file)
{
	first = text
	sub(/\n.*/, "", first)
	if (first == "" || seen[text]++)
		return
	file = name
	gsub(/\//, "-", file)
	file = into "/" file "-" ++n
	printf "%s", text >file
	close(file)
	print file "\t" name ": " first
}

# Is it a command with arguments? Capitals stand for something; "ip netns add" is a name for itself.
function is_command(span)
{
	return span ~ /^([A-Z]+=[^ ]+ )*(make|netns[a-z-]*|ip|ln|sudo|timeout|command|scripts\/[a-z-]+|testsuite\/run)( |$)/ && span ~ / / &&
		span !~ / (\[|[A-Z][A-Z][A-Z]+( |$))/ && span !~ /^(ip netns( [a-z]+)?|netns-[a-z]+ -.)$/
}

# what is between backquotes
function spans(line,  part, i, count)
{
	count = split(line, part, "`")
	for (i = 2; i < count; i += 2)
		if (is_command(part[i])) {
			begin()
			add(part[i])
			end()
		}
}

# mdoc
/^\.Bd -literal/ && mdoc { block = 1; begin(); next }
/^\.Ed/ && mdoc { block = 0; end(); next }
/^\.Dl / && mdoc { begin(); add(plain(substr($0, 5))); end(); next }
mdoc { if (block && !/^\.\\"/) add(plain($0)); next }

function plain(line)
{
	gsub(/\\&/, "", line)
	gsub(/\\-/, "-", line)
	gsub(/\\e/, "\\", line)
	return line
}

# Markdown
/^```/ { if (fence) end(); else begin(); fence = !fence; next }
fence { add($0); next }
/^    / && (block || last == "") { if (!block) begin(); block = 1; add(substr($0, 5)); next }
block { block = 0; end() }
{ last = $0; paragraph = paragraph " " $0 }
/^$/ { spans(paragraph); paragraph = "" }

BEGIN { mdoc = name ~ /\.[58]$/ }
END { if (block) end(); spans(paragraph) }
