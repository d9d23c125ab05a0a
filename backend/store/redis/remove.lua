-- Removes a member for good, by the starter only; a starter that removes itself has left.
-- ARGV  tokenHash memberId
-- ANSWER {} | room-not-found not-allowed member-not-found
local room, member = authorize(ARGV[1])
if not room then return problem('room-not-found') end
if member.id ~= room.starter then return problem('not-allowed') end
local target = find_member(ARGV[2])
if not target then return problem('member-not-found') end

end_seat(room, target, target.id == member.id and 'left' or 'removed')
return '{}'
