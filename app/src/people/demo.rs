use domain::accounts::Role;
use uuid::Uuid;

/// The fixed id of the demo account of a role, for demo data that belongs to it.
pub fn demo_person(role: Role) -> Uuid {
    let number = Role::ALL
        .iter()
        .position(|other| *other == role)
        .unwrap_or_default();
    // The variant bits of a version 8 identifier (RFC 9562 §5.8): no generated one can equal it.
    Uuid::from_u128(0xde30_0000_0000_8000_8000_0000_0000_0000 + number as u128)
}
