//! Who waits, as a set of bits from which the k-th can be found quickly.

/// A set of household numbers that only grows at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct WaitingSet {
    words: Vec<u64>,
    // Households in each block of 64 words.
    blocks: Vec<u32>,
    len: usize,
}

impl WaitingSet {
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.blocks.clear();
        self.len = 0;
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn insert(&mut self, id: u32) {
        let word = id as usize / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
            self.blocks.resize(word / 64 + 1, 0);
        }
        self.words[word] |= 1 << (id % 64);
        self.blocks[word / 64] += 1;
        self.len += 1;
    }

    /// Takes a household out if it is in.
    pub(crate) fn remove(&mut self, id: u32) {
        let (word, bit) = (id as usize / 64, 1_u64 << (id % 64));
        if self.words.get(word).is_some_and(|bits| bits & bit != 0) {
            self.words[word] &= !bit;
            self.blocks[word / 64] -= 1;
            self.len -= 1;
        }
    }

    /// The household with exactly `k` others before it; time: proportional to households / 4,096.
    pub(crate) fn nth(&self, mut k: usize) -> u32 {
        assert!(k < self.len);
        let mut block = 0;
        while self.blocks[block] as usize <= k {
            k -= self.blocks[block] as usize;
            block += 1;
        }
        let mut word = block * 64;
        while self.words[word].count_ones() as usize <= k {
            k -= self.words[word].count_ones() as usize;
            word += 1;
        }
        let mut bits = self.words[word];
        for _ in 0..k {
            bits &= bits - 1;
        }
        (word * 64) as u32 + bits.trailing_zeros()
    }
}
