import { type Random, randomBelow } from "../crypto/random.ts";

/**
 * A room's name, "Alder Bend", from the 32 bytes that the link gives: a place by water, the same for all members.
 * 128 × 64 = 8,192 names, each as likely. It tells open rooms apart; it proves nothing.
 */
export function roomName(nameBytes: Uint8Array): string {
	const [first = 0, second = 0] = nameBytes;
	return `${pick(growths, first)} ${pick(waters, second)}`;
}

/** A name to offer somebody, "Small Plover": 64 × 64 = 4,096, each as likely. */
export function randomPersonName(random: Random): string {
	return `${pick(ways, randomBelow(ways.length, random))} ${pick(creatures, randomBelow(creatures.length, random))}`;
}

// A byte picks fairly from a list whose length is a power of two.
const pick = (words: readonly string[], number: number): string => words[number % words.length] ?? "";

/** The lists, in the order that counts: to change one renames rooms. */
export const growths = (
	"Alder Amber Apple Arbor Aspen Aster Autumn Bamboo Barley Basil Beech Birch Bluebell Bramble Briar Bronze " +
	"Cedar Chalk Cherry Chestnut Clay Cloud Clover Copper Coral Cotton Cowslip Cress Cypress Daisy Dawn Dew " +
	"Elder Elm Ember Feather Fennel Fern Fig Flax Flint Foxglove Garnet Ginger Glade Gorse Granite Hazel " +
	"Heath Heather Holly Honey Hyssop Indigo Iris Ivy Jade Jasmine Juniper Kelp Lantern Larch Laurel Lavender " +
	"Lemon Lichen Lilac Lily Linden Lotus Lupin Maple Marble Marigold Meadow Mint Mist Moon Moss Myrtle " +
	"Nettle Oak Oat Ochre Olive Opal Orchid Osier Pearl Pebble Pine Plum Poplar Poppy Primrose Quince " +
	"Reed Rose Rowan Rush Russet Rye Saffron Sage Sedge Silver Slate Snowdrop Sorrel Spruce Star Stone " +
	"Summer Sycamore Tansy Thistle Thyme Topaz Tulip Umber Velvet Verbena Violet Walnut Wheat Willow Yarrow Yew"
).split(" ");

export const waters = (
	"Bank Basin Bay Beach Bend Bridge Brook Canal Cape Cascade Channel Coast Cove Creek Current Delta " +
	"Dock Eddy Estuary Falls Fen Ferry Fjord Ford Fountain Gulf Harbor Haven Holm Inlet Island Isle " +
	"Jetty Lagoon Lake Landing Lido Lock Marina Marsh Mere Mill Mooring Narrows Oxbow Pier Point Pond " +
	"Pool Port Quay Reach Reef Rill River Shoal Shore Sound Spring Strand Stream Tarn Weir Wharf"
).split(" ");

export const ways = (
	"Small Quiet Calm Gentle Kind Merry Sunny Bright Brave Bold Swift Nimble Clever Wise Patient Steady " +
	"Sturdy Warm Mellow Cosy Soft Silver Golden Russet Rosy Ruby Indigo Azure Mossy Misty Dewy Breezy " +
	"Starry Moonlit Early Tidy Spry Lively Cheery Jolly Happy Glad Dapper Plucky Hardy Eager Honest Loyal " +
	"True Curious Daring Dancing Singing Roaming Drifting Skipping Humming Speckled Dappled Tufted Striped Little Tall Snowy"
).split(" ");

export const creatures = (
	"Plover Heron Otter Wren Robin Finch Lark Linnet Dipper Kingfisher Swallow Martin Sparrow Starling Thrush Warbler " +
	"Wagtail Curlew Sandpiper Avocet Egret Crane Stork Ibis Mallard Pintail Wigeon Eider Grebe Puffin Gull Tern " +
	"Petrel Osprey Falcon Kestrel Merlin Owl Dove Quail Partridge Badger Beaver Hare Hedgehog Dormouse Vole Squirrel " +
	"Marten Fox Deer Elk Seal Dolphin Trout Salmon Minnow Turtle Newt Frog Dragonfly Firefly Ladybird Cricket"
).split(" ");
