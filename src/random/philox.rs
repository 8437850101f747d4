//! Philox2x64-10, a published counter-based generator: 128 bits of counter and 64 bits of key in,
//! 128 random bits out.

const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;

/// The 128 random bits at a counter, under a key.
///
/// # Example
/// ```
/// let bits = arrears::random::philox2x64_10([0, 0], 0);
/// assert_eq!(bits, [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]);
/// ```
///
/// # Source
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
/// 3", SC'11 (2011), section 3.3; the known answers are those of Random123, `kat_vectors`.
#[inline(always)]
pub const fn philox2x64_10(counter: [u64; 2], key: u64) -> [u64; 2] {
    let [mut left, mut right] = counter;
    let mut round_key = key;
    let mut round = 0;
    while round < 10 {
        let product = (left as u128) * (MULTIPLIER as u128);
        let high = (product >> 64) as u64;
        left = high ^ round_key ^ right;
        right = product as u64;
        round_key = round_key.wrapping_add(WEYL);
        round += 1;
    }
    [left, right]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_known_answers_come_out() {
        // Random123 kat_vectors, philox2x64 with 10 rounds.
        let ones = u64::MAX;
        let rows = [
            ([0, 0], 0, [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]),
            ([ones, ones], ones, [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]),
            (
                [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344],
                0xa409_3822_299f_31d0,
                [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d],
            ),
        ];
        for (counter, key, bits) in rows {
            assert_eq!(philox2x64_10(counter, key), bits);
        }
    }
}
