#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The rig: boot guests on their monitors and judge what they report.

Exit codes of all subcommands:
  0    all is as expected
  1    a guest failed
  2    a result is missing, or a guest crashed
  3    there are no results to compare
  125  a guest could not be started (git bisect run skips the commit)
  128  wrong usage, or a mistake in the rig's files (git bisect run ends)
"""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True

import argparse
import dataclasses
import os
import shlex
import signal
from pathlib import Path
from typing import NoReturn

import agree
import env
import foreign
import ktap
import log
import negative
import refuse
import results
import run
import secret
import session
import soak
import tree
from env import BUILD
from guests import Guest
from run import Options, Rig


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        raise env.Error(message, f"see {self.prog} --help")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser(prog="rig.py", description=__doc__,
                    formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, description: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=description, description=description)

    def selection(sub: argparse.ArgumentParser, sets: str = "default") -> None:
        sub.add_argument("guests", nargs="*", metavar="GUEST", help="sections of guests.ini")
        sub.add_argument("-s", "--set", default=sets,
                         help=f"groups or sets of guests, if no GUEST is named ({sets or 'all'})")

    def boots(sub: argparse.ArgumentParser) -> None:
        selection(sub)
        sub.add_argument("-a", "--append", default="", help="added to the guests' command lines")
        sub.add_argument("-k", "--mutant", default="", help="a mutant of the guests' kernel")
        sub.add_argument("-K", "--kernel", default="", help="a kernel that was not built here; "
                         "`foreign` has prepared it")
        sub.add_argument("-T", "--tree", action="store_true", help="the kernels are from a tree "
                         "of the user; tools/build/kdir has built them")
        sub.add_argument("-o", "--option", default="", help="an option of the monitor")
        sub.add_argument("-p", "--cpus", default="", help="numbers of CPUs: one boot with each")
        sub.add_argument("-t", "--timeout", type=int, default=env.timeout(),
                         help="seconds that a guest may take that runs alone")

    boots(command("run", "boot guests and print a table"))
    for name, description in (("command", "run a command in a guest"),
                              ("shell", "a shell in a guest, on this terminal"),
                              ("gdb", "a guest that waits for gdb")):
        sub = command(name, description)
        sub.add_argument("guest", metavar="GUEST", help="a section of guests.ini")
        sub.add_argument("-a", "--append", default="", help="added to the command line")
        sub.add_argument("-K", "--kernel", default="", help="as for `run`")
        sub.add_argument("-o", "--option", default="", help="an option of the monitor")
        sub.add_argument("-p", "--cpus", default="", help="number of CPUs")
        sub.add_argument("-t", "--timeout", type=int, default=env.timeout())
        if name == "command":
            sub.add_argument("line", metavar="COMMAND", help="for the guest's shell")
        if name == "gdb":
            sub.add_argument("--port", type=int, default=1234, help="where gdb connects (1234)")
    sub = command("foreign", "prepare a kernel that was not built here")
    sub.add_argument("kernel", metavar="KERNEL", help="an image, or a package or directory with "
                     "one, or debian[:VERSION]")
    selection(sub)
    sub = command("soak", "boot guests in rounds and count the verdicts")
    sub.add_argument("rounds", type=soak.number_of_rounds)
    boots(sub)
    selection(command("list", "list guests, with group"), "")
    selection(command("kernels", "list the kernels that guests need"))
    selection(command("names", "list the names of guests"))
    sub = command("refuse", "refuse guests one conversion of memory after the other")
    selection(sub, "refuse")
    sub.add_argument("-n", "--numbers", default="", help="numbers of conversions (all)")
    sub.add_argument("-t", "--timeout", type=int, default=env.timeout())
    sub = command("negative", "break kernels and requests on purpose: the rig must notice")
    sub.add_argument("base", metavar="BASE")
    selection(sub, "splat")
    sub.add_argument("-c", "--cases", default="", help="a pattern for names of cases (all)")
    sub = command("secret", "look at the memory of guests that hold a secret")
    selection(sub, "secret")
    sub.add_argument("-k", "--mutant", default="", help="a mutant of the guests' kernel")
    sub = command("agree", "compare the results of imitated and real hypervisors")
    sub.add_argument("pairs", nargs="*", metavar="IMITATED REAL")
    sub = command("mutants", "list the guests that mutants of a kernel are tried in")
    sub.add_argument("kernel")
    command("unpatched", "list what guests do on the base: GUEST TAB APPEND TAB WHAT TAB SAYS")
    sub = command("describe", "print the description of a guest as shell assignments")
    sub.add_argument("guest")
    for name, description in (("problems", "print the problems of a boot"),
                              ("cases", "print the cases of a boot: RESULT NAME, or CRASH"),
                              ("verdict", "print the verdict on a boot")):
        command(name, description).add_argument("directory", type=Path)
    for name, description in (("ktap", "print the KTAP in a console log"),
                              ("log", "print reports and KTAP results in a console log")):
        command(name, description).add_argument("file", type=Path)
    return parser.parse_args(arguments)


def show_list(rig: Rig, options: argparse.Namespace) -> int:
    selected = rig.select(options.guests, options.set) if options.guests or options.set \
        else list(rig.guests.values())
    width = max(len(guest.name) for guest in selected)
    for guest in selected:
        print(f"{guest.name:<{width}}  {guest.groups[0]:<11}  {guest.about}")
    return 0


def describe(rig: Rig, name: str) -> int:
    guest = rig.select([name], "")[0]
    for key in ("name", "arch", "kernel", "monitor", "platform"):
        print(f"{key}={shlex.quote(getattr(guest, key))}")
    print(f"features={shlex.quote(' '.join(sorted(guest.features)))}")
    return 0


def show_log(path: Path) -> int:
    lines = log.read(path)
    for problem in log.reports(log.without_stamps(lines)):
        print(problem)
    for case in ktap.cases(log.mend(lines)):
        print(case.result, case.name, case.message)
    return 0


def show_boot(options: argparse.Namespace) -> int:
    boot = results.read(options.directory)
    if options.command == "verdict":
        print(boot.verdict)
    elif options.command == "problems":
        print("".join(f"{problem}\n" for problem in boot.problems), end="")
    else:
        for check in boot.checks:
            print(check.result, check.name)
    return 0


def selected_guests(rig: Rig, options: argparse.Namespace) -> list[Guest]:
    """The guests of the command line, without the guests that cannot run the kernel of the user."""
    selected = rig.select(options.guests, options.set)
    if options.option == "trace":
        for guest in selected:
            if "converts" not in guest.features or guest.nested:
                env.say("SKIP", f"{guest.name}: the monitor sees no conversions")
        selected = [guest for guest in selected
                    if "converts" in guest.features and not guest.nested]
        if not selected:
            raise env.Error("none of the guests has conversions to be traced")
    if not options.kernel and not getattr(options, "tree", False):
        return selected
    kernels = foreign.load(options.kernel) if options.kernel else {}
    able = []
    for guest in selected:
        if options.kernel:
            reason = foreign.reason_against(guest, kernels.get(guest.arch), options.kernel)
        else:
            kernel = tree.read(BUILD / "o" / guest.kernel)
            reason = (foreign.reason_against_version(guest, kernel.release, kernel.options)
                      or kernel.lacks_symbol(guest.symbols))
        if reason:
            env.say("SKIP", f"{guest.name}: {reason}")
        else:
            able.append(guest)
    if not able:
        raise env.CannotStart("none of the guests can run this kernel")
    return able


def start_session(rig: Rig, options: argparse.Namespace) -> int:
    options.guests, options.set, name = [options.guest], "", options.command
    append = f"{options.append} nokaslr" if name == "gdb" else options.append
    planned, *more = run.plans(selected_guests(rig, options), Options(
        append.strip(), "", options.kernel, False, options.option, options.cpus,
        options.timeout))
    if more:
        raise env.Error("a session has one number of CPUs")
    kind = {"command": "run"}.get(name, name)
    plan = dataclasses.replace(planned, name=f"{planned.name}-{kind}", session=kind)
    if name == "command":
        return session.run(plan, options.line)
    session.require_terminal()
    return session.shell(plan) if name == "shell" else session.gdb(plan, options.port)


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    name = options.command
    if name in ("problems", "cases", "verdict"):
        return show_boot(options)
    if name == "ktap":
        print("".join(f"{line}\n" for line in ktap.documents(log.mend(log.read(options.file)))),
              end="")
        return 0
    if name == "log":
        return show_log(options.file)
    rig = Rig()
    if name == "list":
        return show_list(rig, options)
    if name == "describe":
        return describe(rig, options.guest)
    if name == "mutants":
        tried = sorted((guest.mutants, guest.name) for guest in rig.guests.values()
                       if guest.mutants and guest.kernel == options.kernel)
        print("".join(f"{guest}\n" for _, guest in tried), end="")
        return 0
    if name == "unpatched":
        for guest in rig.guests.values():
            for line in guest.unpatched:
                print(guest.name, line.append or "-", line.what, line.says, sep="\t")
        return 0
    if name == "agree":
        return agree.agree(rig, options.pairs)
    if name in ("kernels", "names"):
        selected = rig.select(options.guests, options.set)
        print("\n".join(sorted({guest.kernel for guest in selected}) if name == "kernels"
                        else [guest.name for guest in selected]))
        return 0
    env.end_children_with_us()
    if name == "foreign":
        kernels = foreign.prepare(options.kernel, rig.select(options.guests, options.set))
        (BUILD / "guest" / "foreign-arches").write_text(
            "".join(f"{kernel.arch}\n" for kernel in kernels))
        return 0
    if name in ("command", "shell", "gdb"):
        return start_session(rig, options)
    if name == "refuse":
        return refuse.refuse(rig, rig.select(options.guests, options.set), options.numbers.split(),
                             options.timeout)
    if name == "negative":
        return negative.negative(rig, options.base, rig.select(options.guests, options.set),
                                 options.cases)
    if name == "secret":
        return secret.secret(rig, rig.select(options.guests, options.set), options.mutant)
    selected = selected_guests(rig, options)
    changes = Options(options.append, options.mutant, options.kernel, options.tree,
                      options.option, options.cpus, options.timeout)
    if os.environ.get("DRYRUN"):
        return run.dry_run(selected, changes)
    if name == "soak":
        return soak.soak(rig, selected, changes, options.rounds, arguments)
    return run.run(rig, selected, changes)


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    try:
        sys.exit(main(sys.argv[1:]))
    except env.Error as mistake:
        env.complain(mistake)
        sys.exit(mistake.code)
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
