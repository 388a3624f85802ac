# SPDX-License-Identifier: 0BSD
# apply-pairs.t: netns apply: from one file to another: a sample of what apply.slow does
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"
. "$TESTSUITE/apply-pairs.sh"

note_devices
needs_apply
fresh_pictures
# Each is begun with, and each is the next one, twice: one and seven places further on
for distance in 1 7; do
	# shellcheck disable=SC2086 # words
	set -- $files $files
	i=0
	while [ $i -lt 20 ]; do
		goes_to "$1"
		shift $distance
		set -- "$@" $files
		i=$((i + 1))
	done
done
killed_at_random 20
done_testing
