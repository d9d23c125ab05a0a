-- Gives a member a seat; in a full room that of a member gone for long (the longest, never the starter's). An invite
-- opens a locked room, and is spent by the seat alone; one that the room does not know is none.
-- ARGV  memberId tokenHash accessHash profile  inviteHash or ""
-- ANSWER {"created":bool,"answer":seat} | room-not-found member-exists invite-spent room-locked room-full too-fast
--        room-storage-full
local memberId, tokenHash, access, profile, inviteHash = unpack(ARGV)

local room = find_room()
local owner = redis.call('HGET', TOKENS, tokenHash)
local former = redis.call('HGET', FORMER, memberId)
if not room or room.access ~= access or former == '' or (owner and redis.call('HGET', FORMER, owner) == '') then
	return problem('room-not-found')
end
local member = find_member(memberId)
if member and member.tokenHash == tokenHash and member.profile == profile then
	return seat_answer(room, memberId, false)
end
if member or (former and former ~= tokenHash) or (owner and owner ~= memberId) then return problem('member-exists') end
local invite = inviteHash ~= '' and redis.call('HGET', INVITES, inviteHash)
if invite == 'spent' then return problem('invite-spent') end
if not invite then inviteHash = nil end
if room.locked and not invite then return problem('room-locked') end

local replaced, since
if redis.call('HLEN', MEMBERS) - 1 >= room.capacity then
	for other, of in pairs(read_leases()) do
		local gone = gone_since(of)
		if other ~= room.starter and now - gone > limits.seatMs and (not since or gone < since) then
			replaced, since = other, gone
		end
	end
	if not replaced then return problem('room-full') end
end
local fullAt, wait = spend('joins', limits.joins)
if not fullAt then return problem('too-fast', wait) end
if not has_space(room, { place_joined(room, memberId, profile, inviteHash) }) then return problem('room-storage-full') end

-- The new seat first: it is the write that may fail. Its cursor counts the leave that is stored before it.
local joined = place(room, 'room.joined', '', replaced and 1 or 0)
seat(room, memberId, tokenHash, joined, profile)
redis.call('HSET', BUDGETS, 'joins', fullAt)
if replaced then end_seat(room, find_member(replaced), 'replaced') end
if inviteHash then redis.call('HSET', INVITES, inviteHash, 'spent') end
commit(room, place_joined(room, memberId, profile, inviteHash))
return seat_answer(room, memberId, true)
