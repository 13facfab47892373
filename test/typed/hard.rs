#![deny(warnings)]
// A program that uses some of it: the rest must be no warning.
mod types;
use std::convert::TryInto;
use types::*;

fn main() {
    let mut bytes = [0u8; ::std::mem::size_of::<hard>() + 3];
    for (i, b) in bytes.iter_mut().enumerate() {
        *b = (i * 37 + 129) as u8;
    }
    let u64_at = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert!(hard::from_bytes(&bytes[..hard_size() - 1]).is_none());
    let mut h = hard::from_bytes(&bytes).unwrap();
    assert_eq!(h.r#type, bytes[0]);
    assert_eq!(h.self_(), u64_at(1));
    assert_eq!(h.r#match()[1].x, u32_at(25));
    assert_eq!(h.r#match()[1].y, u64_at(33));
    assert_eq!(u32::from(h.proto()), u32_at(41) & 15);
    assert_eq!(h.gen_bits(), u32_at(41) >> 4 & 0xfff);
    let delta = (u32_at(41) >> 16 & 31) as i32;
    assert_eq!(h.delta(), if delta > 15 { delta - 32 } else { delta });
    assert_eq!(h.color().0, u32_at(41) >> 21 & 7);
    assert_eq!(h.wide(), u64_at(44) & 0xff_ffff_ffff);
    assert_eq!(h.r#fn, bytes[49]);

    // A member that is set leaves all others as they were.
    h.set_delta(-3);
    h.set_color(color::GREEN);
    h.set_wide(0x12_3456_789a);
    h.set_self(7);
    assert!(h.delta() == -3 && h.color() == color::GREEN && h.self_() == 7);
    assert_eq!(h.wide(), 0x12_3456_789a);
    assert_eq!(h.gen_bits(), u32_at(41) >> 4 & 0xfff);
    assert_eq!(u32::from(h.proto()), u32_at(41) & 15);
    assert!(h.r#type == bytes[0] && h.r#fn == bytes[49]);

    let zero = holds::zeroed();
    assert_eq!(zero.over[1].a, 0);
    let key: counts_key = both::zeroed();
    let _ = format!("{:?} {:?}", h, key);
}

fn hard_size() -> usize {
    std::mem::size_of::<hard>()
}

trait Gen {
    fn gen_bits(&self) -> u32;
}
impl Gen for hard {
    fn gen_bits(&self) -> u32 {
        self.r#gen()
    }
}
