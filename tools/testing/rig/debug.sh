# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
#
# What makes a guest one with a kernel that is watched: KASAN, lockdep,
# kmemleak and the like, see kernel/configs/debug.config. Sourced by guests/*.

kernel=$arch-debug
group=debug-$arch
patience=4				# times slower than others, at the most
# These checks are skipped in other guests only.
skip=${skip/kmemleak.none/}
skip=${skip/lockdep.still_on/}
