# SPDX-License-Identifier: 0BSD
# completion: what bash, zsh and fish themselves offer at the end of a line
. "$TESTSUITE/lib.sh"

completion=$(cd "$TESTSUITE/.." && pwd)/package/completion
export NETNS_CANDIDATES=$completion/candidates
if ! [ -r "$NETNS_CANDIDATES" ] || [ "$FRONT$HOST" ] || ! netns --list | grep -qx netns-move; then
	skip "completion" "an ordinary user gets a copy of the tests alone; or no netns-move"
	done_testing
	exit
fi
mkdir "$T/home"
export HOME=$T/home
cd "$HOME" || exit
make blue brown red 'my ns'

# a line up to the cursor, and what is offered there
cat >"$T/table" <<'END'
netns mo|monitor move
netns mon|monitor
netns lis|list list-id
netns -j exec b|blue brown
netns -n r|red
netns -n red del bl|blue
netns --li|--list --list-full
netns-delete re|red
netns delete my|my ns
netns delete blue br|brown
netns-exec -N b|blue brown
netns-exec -u roo|root
netns exec -N -u 0 bl|blue
netns exec blue pathch|pathchk
netns exec -N -u 0 -- blue pathch|pathchk
netns exec my\ ns pathch|pathchk
netns-exec -a pathch|pathchk
netns-set blue |auto
netns set bl|blue
netns-monitor n|name
netns list dev l|lo
netns-list d|dev
netns list-id |nsid target-nsid
netns-add -p re|red
netns-pids -|-j -p -t
netns-pids x|
END

# compare SHELL: $T/got has its lines
compare()
{
	while IFS= read -r line; do
		[ "$1" = zsh ] && case $line in *'|my ns') ;; *'|' | *'|'*' '*) continue ;; esac
		check "$1: ${line%|*}" "grep -F '${line%|*}|' $T/got" "$line"
	done <"$T/table"
}

cat >"$T/in.bash" <<'END'
. $completion/netns.bash
while IFS= read -r row; do
	line=${row%|*}
	read -ra COMP_WORDS <<<"${line//\\ /@}"
	COMP_WORDS=("${COMP_WORDS[@]//@/\\ }")
	[[ $line = *" " ]] && COMP_WORDS+=("")
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_netns
	mapfile -t COMPREPLY < <(printf '%s\n' "${COMPREPLY[@]//\\/}" | sort)
	echo "$line|${COMPREPLY[*]}"
done <$T/table
complete -p netns netns-add netns-list-id >/dev/null && echo registered
COMP_WORDS=(netns delete "'my") COMP_CWORD=2
_netns
echo "in quotes: ${COMPREPLY[*]}"
_command_offset() { COMPREPLY=("$@" of "${COMP_WORDS[$1]}"); }
COMP_WORDS=(netns -j exec -N blue ip li) COMP_CWORD=6
_netns
echo "behind exec: ${COMPREPLY[*]}"
END
cat >"$T/in.fish" <<'END'
source $completion/netns.fish
while read -l row
    set -l line (string replace -r '\|[^|]*$' '' -- $row)
    set -l offered (complete -C $line | string replace -r '\t.*' '' | sort)
    echo "$line|$offered"
end <$T/table
END
# Each line is completed and run; what there was is read from preexec.
cat >"$T/in.zsh" <<'END'
zmodload zsh/zpty zsh/zselect
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=($completion \$fpath); autoload -U compinit; compinit -u -D"
zpty -w shell 'for c in netns $(netns --list); do functions[$c]=true; done'
zpty -w shell "preexec() { w=(\${(z)1}); print -r -- \"\${(Q)w[-1]}\" >>$T/ran }; : >$T/ran"
typeset -i waited
until [[ -e $T/ran ]] || ((++waited > 100)); do zselect -t 10; zpty -rt shell said; done
while IFS= read -r row; do
	zpty -wn shell "${row%|*}"$'\t'
	waited=0
	lines=$(wc -l <$T/ran)
	zselect -t 30
	zpty -wn shell $'\n'
	until (($(wc -l <$T/ran) > lines || ++waited > 50)); do
		zselect -t 10
		zpty -rt shell said
	done
	print -r -- "${row%|*}|$(tail -n 1 $T/ran)"
done <$T/table
zpty -d shell
END

export completion T
for shell in bash fish zsh; do
	if ! have $shell; then
		skip "$shell" "there is no $shell"
		continue
	fi
	TERM=xterm timeout 100 $shell "$T/in.$shell" >"$T/got" 2>"$T/said" </dev/null
	compare $shell
	check "$shell: nothing else is printed" "cat $T/said" ""
	if [ $shell = bash ]; then
		check "bash: for each command" "grep -x registered $T/got" registered
		check "bash: within quotes" "grep '^in quotes' $T/got" "in quotes: my ns"
		check "bash: bash-completion's function goes on behind exec" \
			"grep '^behind' $T/got" "behind exec: 5 of ip"
	fi
done
done_testing
