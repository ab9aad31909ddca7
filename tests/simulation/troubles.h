#pragma once

#include "simulation/dice.h"
#include "support/push_world.h"

namespace clientpush {

/// Hosts of every kind, a playbook, and all that can go wrong with them.
void make_fleet(PushWorld& world, Dice& dice);

}  // namespace clientpush
