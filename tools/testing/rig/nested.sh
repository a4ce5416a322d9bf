# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A guest that has a Linux host below it, in QEMU's machine: that one starts the
# VMM in tools/testing/pvm. To be sourced with guest.sh.
# shellcheck disable=SC2154,SC2034,SC2054

# make_host_initrd GUEST-DIRECTORY IMAGE INITRD: what the host starts with: all
# that the guest has, with the kernel, the initrd and the VMM for the guest
make_host_initrd()
{
	local dir=$1 image=$2 initrd=$3
	local pvm=$top/tools/testing/pvm vmm_dir=$build/guest/$kernel/vmm
	cat >"$dir/host.spec" <<-EOF
		dir /host 755 0 0
		file /host/init $pvm/init 755 0 0
		file /host/pvm $vmm_dir/pvm 755 0 0
		file /host/kexec $vmm_dir/kexec 755 0 0
		file /host/Image $image 644 0 0
		file /host/initrd.gz $initrd 644 0 0
	EOF
	[ -z "$devicetree" ] ||
		echo "file /host/devicetree.dtb $dir/devicetree.dtb 644 0 0" >>"$dir/host.spec"
	"$build/o/$kernel/usr/gen_init_cpio" "$dir/host.spec" >"$dir/host.initrd" ||
		die "no initrd for the host of $name"
	cat "$initrd" >>"$dir/host.initrd"
}

# nested_command GUEST-DIRECTORY: QEMU's command line, in the array $command. The
# host's console is in host.log, the guest's in console.log. The VMM ends a guest
# that hangs some time before QEMU is ended, and says how far its devices came. A
# host that warns is ended at once: KVM may do so at each entry of the guest.
nested_command()
{
	local dir=$1
	local bound=$((timeout * patience))
	make_host_initrd "$dir" "$(kernel_file)" "$(guest_files)/initrd.gz"
	boot_files "$(kernel_file)" "$dir/host.initrd" "$dir/monitor.log"
	# shellcheck disable=SC2206
	command=(timeout -k 5 "$((bound + 15))" "$(qemu_program)" $qemu -nodefaults -display none -no-reboot
		-serial "file:$dir/host.log" -monitor none
		"${files[@]}"
		-append "console=$console panic=-1 printk.devkmsg=on kunit.enable=0 panic_on_warn=1 $host rdinit=/host/init -- -c $cpus $vmm${devicetree:+ -f devicetree.dtb} -t $((bound * 3 / 4)) console=ttyS0 panic=-1 printk.devkmsg=on${append:+ $append}"
		-drive "if=none,id=d0,format=raw,file=$dir/disk.img,cache=unsafe"
		-device virtio-blk-pci,drive=d0,disable-legacy=on
		-device virtio-rng-pci,disable-legacy=on
		-chardev "file,id=guest,path=$dir/console.log"
		-device virtio-serial-pci,disable-legacy=on
		-device virtserialport,chardev=guest,name=guest)
}

# host_ran_no_guest GUEST-DIRECTORY: whether all that the host complains of is that its
# hypervisor did not run the guest, see Documentation/rig.rst. This says nothing of the
# guest.
host_ran_no_guest()
{
	# the warning, and the panic that panic_on_warn makes of it
	[ "$(grep -cE "^WARNING: |$says_crash" "$1/host.text" || true)" -eq 2 ] &&
		grep -qE '^WARNING: arch/arm64/kvm/inject_fault\.c:[0-9]+ at pend_serror_exception' "$1/host.text" &&
		grep -q '^Kernel panic - not syncing: kernel: panic_on_warn set' "$1/host.text"
}

# judge_host GUEST-DIRECTORY: print a problem for what the host or the VMM say. A
# guest that passed its checks without its devices has not been seen to do DMA.
judge_host()
{
	local dir=$1 queue
	tr -d '\r' <"$dir/host.log" | sed 's/^\[[^]]*\] //' >"$dir/host.text"
	judge_kernel "$dir/host.text" | sed 's/ / host: /'
	[ "$ended" = stuck ] || grep -q "^reboot: Power down" "$dir/host.text" ||
		echo "CRASH the host did not power off; its last words: $(tail -n 1 "$dir/host.text")"
	grep -q '^pvm: protected guest' "$dir/text" ||
		echo "FAIL the VMM did not start a protected guest"
	[ "$ended" = finished ] || return 0
	for queue in 'blk, queue 0' 'net, queue 0' 'net, queue 1' 'rng, queue 0'; do
		grep -q "^pvm: virtio-$queue: [1-9][0-9]* requests" "$dir/text" ||
			echo "FAIL virtio-$queue: the VMM counted no requests"
	done
}
