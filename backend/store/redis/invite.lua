-- Makes an invite for one person, or withdraws it, by the starter only. One that is spent stays so.
-- ARGV  tokenHash inviteHash  "open" or "spent"
-- ANSWER {} | room-not-found not-allowed room-storage-full
local tokenHash, inviteHash, state = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end
if member.id ~= room.starter then return problem('not-allowed') end

local known = redis.call('HGET', INVITES, inviteHash)
if not known and redis.call('HLEN', INVITES) - 1 >= limits.invites then return problem('room-storage-full') end
if known ~= 'spent' then redis.call('HSET', INVITES, inviteHash, state) end
return '{}'
