-- Makes an invite for one person, or withdraws it, by the starter only.
-- ARGV  tokenHash inviteHash  "open" or "spent"
-- ANSWER {} | room-not-found not-allowed room-storage-full
local tokenHash, inviteHash, state = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end
if member.id ~= room.starter then return problem('not-allowed') end

if not set_invite(inviteHash, state) then return problem('room-storage-full') end
return '{}'
