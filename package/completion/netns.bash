# SPDX-License-Identifier: 0BSD
# shellcheck shell=bash
# Completion of netns and its commands: what they are called is asked of netns --list, what they take
# of their --help. A link per command makes bash find this file for each.

_netns()
{
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[0]##*/} i words

	COMPREPLY=()
	if [[ $command = netns ]]; then
		command=
		for ((i = 1; i < COMP_CWORD; i++)); do
			case ${COMP_WORDS[i]} in
			-n | -b) ((i++)) ;;
			-*) ;;
			*) command=netns-${COMP_WORDS[i]}; break ;;
			esac
		done
	fi
	if [[ ${COMP_WORDS[COMP_CWORD - 1]} = -n || ($command && $word != -*) ]]; then
		words=$(netns list 2>/dev/null | sed 's/ (.*//')
	elif [[ $command ]]; then
		words=$(netns "${command#netns-}" --help 2>/dev/null |
			sed 1q | grep -oE '\[-[a-zA-Z]+' | tr -d '[')
	else
		words="$(netns --list | sed 's/^netns-//') -a -j -p -n -b -t -ts --list --list-full --install --help -V"
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

mapfile -t COMPREPLY < <(netns --list 2>/dev/null)
complete -o default -F _netns netns "${COMPREPLY[@]}"
COMPREPLY=()
