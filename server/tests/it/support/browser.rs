//! A test browser: keeps cookies, sends forms and follows redirects as a real browser does.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tokio::time::timeout;
use tower::ServiceExt;

use super::BASE_URL;

/// How long a request may take. The portal answers every request sooner, if only with an error page.
const PATIENCE: Duration = Duration::from_secs(60);

/// One browser with its cookies.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// The value of the `Accept-Language` header; empty for none.
    languages: String,
}

/// The portal's answer to one request.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        hidden(&self.body, name)
    }

    /// The visible part of the page: without scripts, which repeat the page's data, and without the hidden fields
    /// `_seal` and `_page`, which differ with each rendering.
    pub fn page(&self) -> String {
        let mut page = String::new();
        for part in self.body.split("<script") {
            page.push_str(if page.is_empty() {
                part
            } else {
                part.split_once("</script>").map_or("", |(_, rest)| rest)
            });
        }
        // A non-breaking space counts as a plain one: tests look for words, not for line breaks.
        without_marks(&page.replace('\u{a0}', " "))
    }
}

impl Browser {
    pub fn new(router: Router) -> Browser {
        Browser {
            router,
            cookies: BTreeMap::new(),
            languages: String::new(),
        }
    }

    /// The same browser, with its requests answered by another process.
    pub fn at(&self, router: Router) -> Browser {
        Browser {
            router,
            ..self.clone()
        }
    }

    /// The same browser, set to these languages.
    pub fn speaking(mut self, languages: &str) -> Browser {
        languages.clone_into(&mut self.languages);
        self
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// All cookies, in the form of a `Cookie` header.
    pub fn cookies(&self) -> String {
        let cookies = self.cookies.iter();
        let pairs: Vec<_> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(
            Request::get(path)
                .header(header::ACCEPT, "text/html")
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// Sends a form of the page `from`, as a browser without JavaScript does.
    pub async fn submit(&mut self, from: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form(fields);
        let request = Request::post(action)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::REFERER, format!("{BASE_URL}{from}"))
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Sends a form, checks that the answer is a redirect, and follows it.
    pub async fn submit_and_follow(
        &mut self,
        from: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let answer = self.submit(from, action, fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{action} answered {} {}",
            answer.status,
            answer.body
        );
        let to = answer.location().to_owned();
        self.get(&to).await
    }

    /// Calls a server function as the wasm client does.
    pub async fn call(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form(fields)))
            .unwrap();
        self.send(request).await
    }

    /// Sends any request, with this browser's cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if !self.cookies.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, self.cookies().parse().unwrap());
        }
        if !self.languages.is_empty() {
            let languages = self.languages.parse().unwrap();
            request
                .headers_mut()
                .insert(header::ACCEPT_LANGUAGE, languages);
        }
        let head = *request.method() == Method::HEAD;
        let path = request.uri().path().to_owned();
        let answer = timeout(PATIENCE, self.router.clone().oneshot(request)).await;
        let response = answer
            .unwrap_or_else(|_| panic!("{path} never answered"))
            .unwrap();
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(value.to_str().unwrap());
        }
        let body = if head {
            Vec::new()
        } else {
            to_bytes(body, usize::MAX).await.unwrap().to_vec()
        };
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// Keeps a cookie as a browser does. Checks in every test that scripts, connections without TLS and other sites
    /// cannot read or send the cookie.
    fn keep(&mut self, set_cookie: &str) {
        let (pair, attributes) = set_cookie.split_once(';').unwrap_or((set_cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let given: Vec<&str> = attributes.split(';').map(str::trim).collect();
        for flag in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(given.contains(&flag), "{flag} is missing: {set_cookie}");
        }
        assert!(name.starts_with("__Host-"), "{set_cookie}");
        assert!(
            !attributes.to_lowercase().contains("domain"),
            "{set_cookie}"
        );
        if value.is_empty() || attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn without_marks(page: &str) -> String {
    let mut tags = page.split("<input");
    let mut left = tags.next().unwrap_or_default().to_owned();
    for tag in tags {
        let (input, rest) = tag.split_once('>').unwrap_or((tag, ""));
        if input.contains(" name=\"_seal\"") || input.contains(" name=\"_page\"") {
            left.push_str(rest);
        } else {
            left.push_str("<input");
            left.push_str(tag);
        }
    }
    left
}

/// The value of the first hidden field of this name in a piece of HTML.
pub fn hidden(html: &str, name: &str) -> String {
    let name = format!(" name=\"{name}\"");
    let tag = html
        .split('<')
        .find(|tag| tag.starts_with("input") && tag.contains(&name));
    let value = tag.and_then(|tag| tag.split_once(" value=\"")?.1.split_once('"'));
    let (value, _) = value.unwrap_or_else(|| panic!("no{name} in {html}"));
    value.replace("&amp;", "&")
}

pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
