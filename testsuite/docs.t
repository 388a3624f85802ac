# SPDX-License-Identifier: 0BSD
# docs.t: what the documents show works, and they name every flag

. "$TESTSUITE/lib.sh"

top=$TESTSUITE/..
if [ ! -r "$top/README.md" ]; then
	skip "the documents" "an ordinary user gets a copy of the tests alone"
	done_testing
	exit
fi
if ip -V 2>/dev/null | grep -q iproute2 && [ "${HOST:-}" != 1 ]; then
	sed -n '/^```sh$/,/^```$/{/^```/d;p;}' "$top/README.md" >"$T/router"
	check "README.md: the router in five lines has five" "wc -l <$T/router | tr -d ' '" 5
	check_true "README.md: each of them works" "env -u NETNS_RUN_DIR sh -e $T/router"
	check_true "README.md: and its guest has the device, up" \
		"env -u NETNS_RUN_DIR netns-exec guest cat /sys/class/net/eth0/flags | grep -x 0x1003"
	env -u NETNS_RUN_DIR netns-delete -f guest
else
	skip "README.md: the router in five lines" "it wants iproute2 and our netns"
fi

if [ "$WORLD" = root ] && have ip && have dot; then
	check "README.md: the map is what scripts/draw-map shows" "$top/scripts/draw-map '$NETNS' $T 2>/dev/null" \
		"$(sed -n '/^    dmz$/,/^$/s/^    //p' "$top/README.md")"
	check "docs/map.svg: so is the picture, in its words" \
		"grep -o '>[^<]*</text>' $T/map.svg" "$(grep -o '>[^<]*</text>' "$top/docs/map.svg")"
else
	skip "README.md: the map" "root, iproute2 and Graphviz are needed"
fi

# the two routers of "On a BusyBox box", with BusyBox and our program alone
program=$(readlink -f "$T/bin/netns")
mkdir "$T/alone" "$T/boxes"
if [ "${HOST:-}" != 1 ] && [ -z "$shell_has_ip" ] && have busybox && busybox --install -s "$T/boxes" 2>/dev/null &&
	netns-veth probe $$ probe2 2>/dev/null; then
	ln -s "$program" "$T/alone/ip" && ln -s "$program" "$T/alone/netns"
	sed -n '/^```shell$/,/^```$/{/^```/d;p;}' "$top/README.md" >"$T/routers"
	check_true "README.md: two routers, with BusyBox and netns alone" \
		"PATH=$T/alone:$T/boxes /bin/sh -e $T/routers | grep '1 packets received'"
	netns-delete h1 r1 r2 h2
else
	skip "README.md: two routers" "busybox, veth devices and a shell without an ip of its own are needed"
fi

for command in $(netns --list 2>/dev/null); do
	check_true "netns.8 has a section on $command" "grep -q '$command' $top/applets/netns.8"
	check_true "README.md names $command" "grep -q '$command' $top/README.md"
done
check_true ".ci/run runs the README's test command" \
	"grep -q '^    make setup check' $top/README.md && grep -q \"'make setup check'\" $top/.ci/run"

done_testing
