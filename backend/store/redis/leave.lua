-- Frees the caller's seat. Neither a full room nor a full Redis stops it.
-- ARGV  tokenHash
-- ANSWER {} | room-not-found
local room, member = authorize(ARGV[1])
if not room then return problem('room-not-found') end

end_seat(room, member, 'left')
return '{}'
