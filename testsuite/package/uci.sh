# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# In the place of OpenWrt's /lib/functions.sh and rc.common: enough of UCI to run an init script.
# In: UCI, the directory of the configuration. `sh uci.sh SCRIPT ACTION`

# Each value becomes a line: SECTION TYPE option|list NAME VALUE
config_load()
{
	settings=$(awk '
		{ gsub(/\047/, "") }
		$1 == "config" { type = $2; name = $3 == "" ? sprintf("cfg%06x", NR) : $3; print name, type }
		$1 == "option" || $1 == "list" { print name, type, $1, $2, $3 }' "$UCI/$1")
}

# value SECTION NAME: of an option, or the values of a list
value()
{
	printf '%s\n' "$settings" |
		awk -v s="$1" -v n="$2" '$1 == s && $4 == n { printf "%s%s", b, $5; b = " " }'
}

config_foreach()
{
	for section in $(printf '%s\n' "$settings" | awk -v t="$2" 'NF == 2 && $2 == t { print $1 }'); do
		"$1" "$section"
	done
}

config_get()
{
	if [ "$3" = TYPE ]; then
		set -- "$1" "$(printf '%s\n' "$settings" | awk -v s="$2" 'NF == 2 && $1 == s { print $2 }')"
	else
		set -- "$1" "$(value "$2" "$3")" "$4"
	fi
	eval "$1=\${2:-\$3}"
}

config_get_bool()
{
	config_get "$@"
	eval "case \$$1 in 1 | on | true | yes | enabled) $1=1 ;; *) $1=0 ;; esac"
}

procd_add_reload_trigger()
{
	echo "trigger $1"
}

logger()
{
	shift 5
	echo "$*" >&2
}

start()
{
	start_service
	service_started
}

stop()
{
	stop_service
	service_stopped
}

status()
{
	status_service
}

reload()
{
	reload_service
}

# shellcheck source=/dev/null
. "$1"
"$2"
