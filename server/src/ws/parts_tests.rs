use std::io::Cursor;

use futures::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;

/// Lengths around each one at which the header or the number of parts changes.
const LENGTHS: [usize; 12] = [
    0, 1, 125, 126, 1023, 1024, 1025, 2048, 4095, 16_000, 65_535, 65_536,
];
/// The buffer of a connection that passes few bytes at a time, so that nothing arrives at once.
const NARROW: usize = 7;

async fn socket<T: AsyncRead + AsyncWrite + Unpin>(line: T, role: Role) -> WebSocketStream<T> {
    WebSocketStream::from_raw_socket(line, role, None).await
}

/// A text of mostly four-byte characters, so that parts end inside of characters.
fn text(length: usize) -> String {
    let mut text = "x".repeat(length % 4);
    text.extend(std::iter::repeat_n('🙂', length / 4));
    text
}

/// Takes the frames in `bytes` apart: the length of each, and the text of all together.
fn frames(bytes: &[u8]) -> (Vec<usize>, Vec<u8>) {
    let (mut lengths, mut said) = (Vec::new(), Vec::new());
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut cursor = Cursor::new(rest);
        let (header, length) = FrameHeader::parse(&mut cursor).unwrap().unwrap();
        let (begin, length) = (cursor.position() as usize, length as usize);
        assert_eq!(header.is_final, rest.len() == begin + length);
        let payload = &rest[begin..begin + length];
        let mask = header.mask.unwrap_or_default();
        let unmasked = payload.iter().zip(mask.iter().cycle());
        said.extend(unmasked.map(|(byte, mask)| byte ^ mask));
        lengths.push(length);
        rest = &rest[begin + length..];
    }
    (lengths, said)
}

/// Checks that the bytes are the text of this length, in the fewest frames that hold its parts.
fn assert_in_parts(bytes: &[u8], length: usize) {
    let (lengths, said) = frames(bytes);
    assert!(lengths.iter().all(|length| *length <= PART), "{lengths:?}");
    assert_eq!(lengths.len(), length.div_ceil(PART).max(1));
    assert_eq!(String::from_utf8(said).unwrap(), text(length));
}

async fn all(mut line: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn what_comes_in_one_frame_is_read_in_parts() {
    for length in LENGTHS {
        let (client, server) = duplex(NARROW);
        let says = async {
            let mut client = socket(client, Role::Client).await;
            client.send(Message::text(text(length))).await.unwrap();
        };
        let ((), bytes) = tokio::join!(says, all(Parts::new(server)));
        assert_in_parts(&bytes, length);
    }
}

#[tokio::test]
async fn what_leaves_long_leaves_in_parts() {
    for length in LENGTHS {
        let (client, server) = duplex(NARROW);
        let says = async {
            let mut server = socket(server, Role::Server).await;
            let sent = send(&mut server, text(length), || false).await;
            assert!(sent.unwrap());
        };
        let ((), bytes) = tokio::join!(says, all(client));
        assert_in_parts(&bytes, length);
    }
}

#[tokio::test]
async fn both_sides_hear_whole_messages() {
    let (client, server) = duplex(NARROW);
    let asks = async {
        let mut client = socket(client, Role::Client).await;
        for length in LENGTHS {
            client.send(Message::Ping("here?".into())).await.unwrap();
            client.send(Message::text(text(length))).await.unwrap();
            let mut answers = Vec::new();
            while answers.len() < 2 {
                answers.push(client.next().await.unwrap().unwrap());
            }
            assert!(answers.contains(&Message::text(text(length))), "{length}");
            assert!(answers.contains(&Message::Pong("here?".into())), "{length}");
        }
        client.close(None).await.unwrap();
    };
    let answers = async {
        let mut server = socket(Parts::new(server), Role::Server).await;
        while let Some(Ok(heard)) = server.next().await {
            if let Message::Text(words) = heard {
                let sent = send(&mut server, words.to_string(), || false).await;
                assert!(sent.unwrap());
            }
        }
    };
    tokio::join!(asks, answers);
}

#[tokio::test]
async fn a_message_that_came_in_parts_already_stays_whole() {
    let (client, server) = duplex(NARROW);
    let says = async {
        let mut client = socket(client, Role::Client).await;
        let words = text(3000);
        let (first, rest) = words.as_bytes().split_at(1500);
        let first = Frame::message(first.to_vec(), OpCode::Data(Data::Text), false);
        let rest = Frame::message(rest.to_vec(), OpCode::Data(Data::Continue), true);
        client.send(Message::Frame(first)).await.unwrap();
        client.send(Message::Frame(rest)).await.unwrap();
    };
    let hears = async {
        let mut server = socket(Parts::new(server), Role::Server).await;
        assert_eq!(
            server.next().await.unwrap().unwrap(),
            Message::text(text(3000))
        );
    };
    tokio::join!(says, hears);
}

#[tokio::test]
async fn nonsense_ends_the_line() {
    async fn heard(bytes: &[u8]) -> Option<Result<Message, Error>> {
        let (mut client, server): (DuplexStream, _) = duplex(64);
        client.write_all(bytes).await.unwrap();
        drop(client);
        socket(Parts::new(server), Role::Server).await.next().await
    }
    let unmasked = [0x81, 0x02, b'h', b'i'];
    let unknown_kind = [0x83, 0x80, 0, 0, 0, 0];
    let reserved = [0xf1, 0x80, 0, 0, 0, 0];
    let long_ping = [0x89, 0xfe, 0x20, 0x00, 0, 0, 0, 0];
    let cut = [0x81, 0xfe, 0x01];
    for bytes in [&unmasked[..], &unknown_kind, &reserved, &long_ping, &cut] {
        assert!(matches!(heard(bytes).await, Some(Err(_))), "{bytes:?}");
    }
}

#[tokio::test]
async fn a_reader_that_is_given_up_hears_no_more() {
    let (client, server) = duplex(NARROW);
    let says = async {
        let mut server = socket(server, Role::Server).await;
        let parts = std::cell::Cell::new(0);
        let is_enough = || parts.replace(parts.get() + 1) == 2;
        assert!(!send(&mut server, text(16_000), is_enough).await.unwrap());
    };
    let ((), bytes) = tokio::join!(says, all(client));
    assert_eq!(bytes.len(), 2 * (4 + PART));
}
