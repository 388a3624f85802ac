# SPDX-License-Identifier: 0BSD
# Completion of netns and its commands in fish. A link per command makes fish find this file for
# each. "candidates" says what may come next; see there.

function __netns_candidates
    set -l candidates /usr/share/netns/candidates
    set -q NETNS_CANDIDATES; and set candidates $NETNS_CANDIDATES
    set -l words (commandline -opc) (commandline -ct | string unescape)
    test (count $words) -gt (count (commandline -opc)); or set -a words ''
    set -l offered (sh $candidates $words)
    if string match -qr '^!' -- $offered[1] # what netns-exec is to run
        set -l rest $words[(math (string sub -s 2 -- $offered[1]) + 1)..-1]
        complete -C (string join ' ' -- (string escape -- $rest[1..-2]) $rest[-1])
    else if test (count $offered) -gt 0
        printf '%s\n' $offered
    else
        __fish_complete_path (commandline -ct)
    end
end

for command in netns (netns --list 2>/dev/null)
    complete -c $command -f -a '(__netns_candidates)'
end
