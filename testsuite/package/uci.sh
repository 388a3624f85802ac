# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# In the place of OpenWrt's /lib/functions.sh and rc.common: enough of UCI to run an init script.
# In: UCI, the directory of the configuration. `sh uci.sh SCRIPT ACTION`

# Each value becomes a line: SECTION TYPE option|list NAME VALUE
config_load()
{
	settings=$(awk '
		{ gsub(/\047/, "") }
		$1 == "config" { type = $2; name = $3 == "" ? "cfg" NR : $3; print name, type }
		$1 == "option" || $1 == "list" { print name, type, $1, $2, $3 }' "$UCI/$1")
}

# value SECTION option|list NAME
value()
{
	printf '%s\n' "$settings" |
		awk -v s="$1" -v k="$2" -v n="$3" '$1 == s && $3 == k && $4 == n { print $5 }'
}

config_foreach()
{
	for section in $(printf '%s\n' "$settings" | awk -v t="$2" 'NF == 2 && $2 == t { print $1 }'); do
		"$1" "$section"
	done
}

config_get()
{
	set -- "$1" "$(value "$2" option "$3")" "$4"
	eval "$1=\${2:-\$3}"
}

config_get_bool()
{
	config_get "$@"
	eval "case \$$1 in 1 | on | true | yes | enabled) $1=1 ;; *) $1=0 ;; esac"
}

config_list_foreach()
{
	list_section=$1 list_name=$2 list_call=$3
	shift 3
	for item in $(value "$list_section" list "$list_name"); do
		"$list_call" "$item" "$@"
	done
}

procd_add_reload_trigger()
{
	echo "trigger $1"
}

start()
{
	start_service
}

stop()
{
	stop_service
}

reload()
{
	reload_service
}

# shellcheck source=/dev/null
. "$1"
"$2"
