"""Asks Ansible's own inventory code. One request a line on stdin, one answer a line on stdout, both JSON.

Request:  {"sources": [path], "patterns": [text], "limits": [text]}
Answer:   {"hosts": {name: {variable: value}}, "groups": {name: {"members": [name], "children": [name]}},
           "patterns": [[name] or {"error": text}], "limits": the same, "warnings": [text], "error": text or null}

A value is tagged with what YAML took it for, and keeps its text: ["text", "x"], ["number", "0x1F"], ["truth", "yes"],
["moment", "2026-11-01"], ["null"], ["vault", cipher], ["list", [value]], ["map", {key: value}].
"""

import json
import sys

try:
    from ansible.release import __version__
    from ansible.cli.inventory import INTERNAL_VARS
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader
    from ansible.parsing.yaml.constructor import AnsibleConstructor
    from ansible.parsing.yaml.objects import AnsibleVaultEncryptedUnicode
    from ansible.utils.display import Display
    from ansible.vars.manager import VariableManager
except ImportError as missing:
    print(json.dumps({"absent": str(missing)}), flush=True)
    sys.exit(0)

warnings = []
Display.warning = lambda self, msg, formatted=False: warnings.append(" ".join(msg.split()))


class Whole(int):
    tag = "number"


class Real(float):
    tag = "number"


class Truth(int):
    tag = "truth"


class Moment(str):
    tag = "moment"


def keep_text(name, kind):
    """Lets a value remember how it was written. Nothing that Ansible does with values here can tell."""
    known = AnsibleConstructor.yaml_constructors["tag:yaml.org,2002:" + name]

    def construct(self, node):
        value = known(self, node)
        written = kind(node.value if kind is Moment else value)
        written.written = node.value
        return written

    AnsibleConstructor.add_constructor("tag:yaml.org,2002:" + name, construct)


for name, kind in {"int": Whole, "float": Real, "bool": Truth, "timestamp": Moment}.items():
    keep_text(name, kind)


def tagged(value):
    if value is None:
        return ["null"]
    if hasattr(value, "written"):
        return [value.tag, value.written]
    if isinstance(value, AnsibleVaultEncryptedUnicode):
        return ["vault", value._ciphertext.decode()]
    if isinstance(value, dict):
        return ["map", {str(getattr(key, "written", key)): tagged(item) for key, item in value.items()}]
    if isinstance(value, (list, tuple)):
        return ["list", [tagged(item) for item in value]]
    if isinstance(value, bool):
        return ["truth", str(value)]
    if isinstance(value, (int, float)):
        return ["number", str(value)]
    return ["text", str(value)]


def hosts_of(inventory, pattern, limit):
    try:
        inventory.clear_caches()
        inventory.subset(limit)
        return [host.name for host in inventory.get_hosts(pattern)]
    except Exception as refusal:
        return {"error": str(refusal)}


def answer(request):
    loader = DataLoader()
    loader.set_vault_secrets([])
    inventory = InventoryManager(loader=loader, sources=request["sources"])
    variables = VariableManager(loader=loader, inventory=inventory)
    hosts = {}
    for name, host in inventory.hosts.items():
        effective = variables.get_vars(host=host, include_hostvars=False, stage="all")
        hosts[name] = {str(getattr(key, "written", key)): tagged(value)
                       for key, value in effective.items() if key not in INTERNAL_VARS}
    groups = {name: {"members": [host.name for host in group.get_hosts()],
                     "children": [child.name for child in group.child_groups]}
              for name, group in inventory.groups.items()}
    return {"hosts": hosts, "groups": groups, "error": None,
            "patterns": [hosts_of(inventory, pattern, None) for pattern in request["patterns"]],
            "limits": [hosts_of(inventory, "all", limit) for limit in request["limits"]]}


print(json.dumps({"version": __version__}), flush=True)
for line in sys.stdin:
    warnings.clear()
    try:
        said = answer(json.loads(line))
    except Exception as refusal:
        said = {"hosts": {}, "groups": {}, "patterns": [], "limits": [], "error": str(refusal)}
    said["warnings"] = list(warnings)
    print(json.dumps(said), flush=True)
