// The names mediasoup-worker uses of ankerl::unordered_dense, on the standard containers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	/// std::hash of an integer is the integer itself, but callers expect mixed bits: spread them (SplitMix64's finaliser,
	/// Steele, Lea and Flood 2014).
	template<typename T, typename = void>
	struct hash
	{
		uint64_t operator()(const T& value) const
		{
			uint64_t bits = std::hash<T>{}(value);

			bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
			bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;

			return bits ^ (bits >> 31);
		}
	};

	template<typename Key, typename Value, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
