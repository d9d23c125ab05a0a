-- Frees the caller's seat; with a hash, for one who comes in its place by that invite, also while the room is locked.
-- Neither a full room nor a full Redis stops it.
-- ARGV  tokenHash  inviteHash or ""
-- ANSWER {} | room-not-found
local tokenHash, inviteHash = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end

end_seat(room, member, 'left')
if inviteHash ~= '' then set_invite(inviteHash, 'open') end
return '{}'
