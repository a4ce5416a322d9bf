# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A private apt state: packages of other suites and architectures, from the
# mirror that this machine already uses. Its own apt configuration is read and
# never changed. apt checks the signature of each suite and the hash of each
# package. To be sourced with $dir set to a directory for the state.
# shellcheck disable=SC2154,SC2034

# apt replaces the $(...) itself.
# shellcheck disable=SC2016
# The Debian archive in the machine's configuration, without security and the
# like, and its suite
read -r mirror stable < <(
	apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(REPO_URI) $(ORIGIN) $(CODENAME)' 2>/dev/null |
	awk '$1 == "Packages" && $2 == "main" && $3 !~ /security/ {
			if (!any) any = $3 " " $5
			if (!debian && $4 == "Debian" && $5 !~ /-/) debian = $3 " " $5
	     } END { print debian ? debian : any }') || true
[ -n "$mirror" ] || die "no Debian mirror in this machine's apt configuration"

# Suites with source packages of newer kernels, the newest release first. experimental may have
# release candidates.
source_suites="unstable testing trixie-backports stable-backports oldstable-backports experimental"

apt=$dir/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/parts"

# private apt-get|apt-cache ARGUMENT...
#
# An index past its date is still signed, and any version that fits will do:
# mirrors that stand still are no reason to fail.
private()
{
	"$1" -o Dir::Etc::SourceList="$apt/sources.list" \
		-o Dir::Etc::SourceParts="$apt/parts" \
		-o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" \
		-o APT::Sandbox::User="" -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none \
		-o Acquire::Retries=2 -o Acquire::http::Timeout=30 "${@:2}"
}

# ask SUITE WHAT [ARCHITECTURE]: get the index of a suite
ask()
{
	local options="${3:+arch=$3 }signed-by=/usr/share/keyrings/debian-archive-keyring.gpg"

	echo "deb [$options] $mirror $1 main" >"$apt/sources.list"
	with_progress SETUP "asking $1 for $2" "$apt/update.log" \
		private apt-get ${3:+-o "APT::Architectures::=$3"} update &&
	! grep -q '^E:\|^W: Failed to fetch' "$apt/update.log" && return
	say SETUP "$1: $(grep -m1 '^[EW]:' "$apt/update.log" || echo 'no answer')"
	return 1
}
