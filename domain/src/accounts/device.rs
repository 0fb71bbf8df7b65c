/// The browser and the system that a `User-Agent` header names, where they are known.
///
/// Only helps people to recognise their own phone in a list: anybody can send any text here.
pub fn device_name(user_agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    // A browser's header also names the browsers that it descends from. The list is ordered so that the first match is
    // the right one.
    const BROWSERS: [(&str, &str); 10] = [
        ("UCBrowser/", "UC Browser"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("MiuiBrowser/", "Mi Browser"),
        ("OPR/", "Opera"),
        ("Opera Mini", "Opera Mini"),
        ("Edg", "Edge"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    (find(&BROWSERS), find(&SYSTEMS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_phones_and_desks_are_recognised() {
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";
        assert_eq!(device_name(android), (Some("Chrome"), Some("Android")));
        let samsung = "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36";
        assert_eq!(
            device_name(samsung),
            (Some("Samsung Internet"), Some("Android"))
        );
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1";
        assert_eq!(device_name(iphone), (Some("Safari"), Some("iPhone")));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36 Edg/124.0";
        assert_eq!(device_name(edge), (Some("Edge"), Some("Windows")));
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0";
        assert_eq!(device_name(firefox), (Some("Firefox"), Some("Linux")));
        assert_eq!(device_name("curl/8.5"), (None, None));
    }
}
