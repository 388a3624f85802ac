# SPDX-License-Identifier: 0BSD
# shellcheck shell=bash
# Completion of netns and its commands in bash. A link per command makes bash find this file for
# each. "candidates" says what may come next; see there.

_netns()
{
	local candidates=${NETNS_CANDIDATES:-/usr/share/netns/candidates} line word quoted=
	local -a offered

	COMPREPLY=()
	word=${COMP_WORDS[COMP_CWORD]}
	case $word in
	[\'\"]*) quoted=1 word=${word#?} ;;
	*) word=${word//\\/} ;;
	esac
	mapfile -t offered < <(sh "$candidates" "${COMP_WORDS[@]:0:COMP_CWORD}" "$word")
	if [[ ${offered[0]} = !* ]]; then
		_netns_command "${offered[0]#!}"
		return
	fi
	for line in "${offered[@]}"; do
		[[ $line = "$word"* ]] || continue
		[[ $quoted ]] || printf -v line %q "$line"
		COMPREPLY+=("$line")
	done
}

# What netns-exec is to run: word $1 is the command, and the next ones are its operands.
_netns_command()
{
	local what=-f

	if declare -F _command_offset >/dev/null; then
		_command_offset "$1"
		return
	fi
	((COMP_CWORD > $1)) || what=-c
	mapfile -t COMPREPLY < <(compgen $what -- "${COMP_WORDS[COMP_CWORD]}" | sort -u)
}

mapfile -t COMPREPLY < <(netns --list 2>/dev/null)
complete -o default -F _netns netns "${COMPREPLY[@]}"
COMPREPLY=()
