// What mediasoup-worker calls of libsrtp 3, answered by the distribution's libsrtp 2.
//
// Version 3 makes a policy an opaque handle built by setters, and gives protect/unprotect an input and an output
// buffer. Version 2 has a plain struct and works in place.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

// Both versions use this name, for different things: keep the struct under another one.
#define srtp_policy_t srtp2_policy_struct
#include <srtp2/srtp.h>
#undef srtp_policy_t

// Codes that only version 3 knows.
constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

/// Version 2's policy points at its key, so the key's bytes are kept beside it.
struct SrtpPolicy : srtp2_policy_struct
{
	std::array<unsigned char, SRTP_MAX_KEY_LEN> masterKeyAndSalt{};

	SrtpPolicy() : srtp2_policy_struct{}
	{
	}
};

using srtp_policy_t = SrtpPolicy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new SrtpPolicy();

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, const srtp_ssrc_t& ssrc)
{
	policy->ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const auto rtp = srtp_crypto_policy_set_from_profile_for_rtp(&policy->rtp, profile);

	return rtp == srtp_err_status_ok ? srtp_crypto_policy_set_from_profile_for_rtcp(&policy->rtcp, profile) : rtp;
}

/// The master key identifier (MKI) is not used by mediasoup.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t /*mkiLen*/)
{
	auto& bytes = policy->masterKeyAndSalt;

	if (keyLen + saltLen > bytes.size())
	{
		return srtp_err_status_bad_param;
	}

	std::copy_n(salt, saltLen, std::copy_n(key, keyLen, bytes.begin()));
	policy->key = bytes.data();

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
	policy->window_size = size;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	const srtp2_policy_struct* plain = policy;

	return srtp_create(session, plain);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, unsigned int ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

/// One of version 2's in-place operations: changes the packet and its length.
using SrtpInPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

/// @param growth bytes that the operation may add to the packet.
inline srtp_err_status_t srtpFromInputToOutput(
  SrtpInPlace operation, size_t growth, srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	// When decrypting in place the buffer is exactly as long as the packet.
	if (*outLen < inLen + growth)
	{
		return srtp_err_status_buffer_small;
	}

	if (out != in)
	{
		std::copy_n(in, inLen, out);
	}

	auto length       = static_cast<int>(inLen);
	const auto status = operation(session, out, &length);

	if (status == srtp_err_status_ok)
	{
		*outLen = static_cast<size_t>(length);
	}

	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	return srtpFromInputToOutput(srtp_protect, SRTP_MAX_TRAILER_LEN, session, in, inLen, out, outLen);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	return srtpFromInputToOutput(srtp_protect_rtcp, SRTP_MAX_TRAILER_LEN, session, in, inLen, out, outLen);
}

inline srtp_err_status_t srtp_unprotect(srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return srtpFromInputToOutput(srtp_unprotect, 0, session, in, inLen, out, outLen);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return srtpFromInputToOutput(srtp_unprotect_rtcp, 0, session, in, inLen, out, outLen);
}
