# SPDX-License-Identifier: 0BSD
# shellcheck shell=bash
# Completion of netns and its commands: what they are called is asked of netns --list, what they take
# of their --help. A link per command makes bash find this file for each.

# The command that netns-exec is to run is word $1.
_netns_behind()
{
	local what=-f

	if declare -F _command_offset >/dev/null; then
		_command_offset "$1"
		return
	fi
	((COMP_CWORD > $1)) || what=-c
	mapfile -t COMPREPLY < <(compgen $what -- "${COMP_WORDS[COMP_CWORD]}" | sort -u)
}

# _netns_operands COMMAND NUMBER INSIDE: what may be its operand, counted from 0. INSIDE: of netns -n
_netns_operands()
{
	case ${1#netns-}$2:${COMP_WORDS[COMP_CWORD - 1]} in
	move0:* | veth0:* | list*:dev)
		${3:+netns-exec -N "$3"} sed -n 's/^ *\([^:]*\):.*/\1/p' /proc/net/dev
		;;
	move2:* | veth2:* | attach1:* | identify*:* | map*:*) ;;
	set1:*) echo auto ;;
	monitor*:*) echo all name id ;;
	list-id*:*) echo target-nsid nsid ;;
	*) netns list | sed 's/ (.*//' ;;
	esac 2>/dev/null
}

_netns()
{
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[0]##*/} inside='' flags=1 operands=0 i=1 words

	COMPREPLY=()
	if [[ $command = netns ]]; then
		command=
		for (( ; i < COMP_CWORD && ${#command} == 0; i++)); do
			case ${COMP_WORDS[i]} in
			-n) inside=${COMP_WORDS[++i]} ;;
			-b) ((++i)) ;;
			-*) ;;
			*) command=netns-${COMP_WORDS[i]} ;;
			esac
		done
	fi
	for (( ; i < COMP_CWORD; i++)); do
		case $flags$command:${COMP_WORDS[i]} in
		1*:--) flags= ;;
		1netns-exec:-u | 1netns-add:-p) ((++i)) ;;
		1netns-exec:-*a*) operands=1 ;;
		1*:-*) ;;
		*) ((++operands)) ;;
		esac
		if [[ $command = netns-exec && $operands = 1 && ${COMP_WORDS[i + 1]} != -* ]]; then
			_netns_behind $((i + 1))
			return
		fi
	done
	if ((i > COMP_CWORD)); then	# the value of the flag before it
		case ${COMP_WORDS[COMP_CWORD - 1]} in
		-n) words=$(_netns_operands list 0) ;;
		-u) words=$(compgen -u) ;;
		*) words= ;;
		esac
	elif [[ -z $command ]]; then
		words="$(netns --list | sed 's/^netns-//') -a -j -p -n -b -t -ts --list --list-full --install --help -V"
	elif [[ $flags && $word = -* ]]; then
		words=$(netns "${command#netns-}" --help 2>/dev/null |
			sed 1q | grep -oE '\[-[a-zA-Z]+' | tr -d '[')
	else
		words=$(_netns_operands "$command" "$operands" "$inside")
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

mapfile -t COMPREPLY < <(netns --list 2>/dev/null)
complete -o default -F _netns netns "${COMPREPLY[@]}"
COMPREPLY=()
