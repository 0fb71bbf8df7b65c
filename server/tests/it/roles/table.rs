//! The rows of the role table, and the requests that test them.

use std::fmt;
use std::sync::Arc;

use app::platform::Platform;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::accounts::Role;
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::support::Answer;

/// The platform that a fixture works with.
#[derive(Clone)]
pub struct World {
    pub platform: Arc<Platform>,
}

/// The meaning of an answer for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done or shown: 2xx, or a redirect that does not ask to sign in.
    Ok,
    /// 401, or a redirect to `/masuk?next=…`.
    SignIn,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// Any other status; a row names one only where it is the right answer, such as an upgrade without a socket.
    Status(u16),
}

impl Outcome {
    pub fn of(answer: &Answer) -> Outcome {
        let location = answer.location();
        match answer.status {
            StatusCode::UNAUTHORIZED => Outcome::SignIn,
            StatusCode::FORBIDDEN => Outcome::Forbidden,
            StatusCode::NOT_FOUND => Outcome::NotFound,
            status if status.is_redirection() && location.starts_with("/masuk?next=") => {
                Outcome::SignIn
            }
            status if status.is_success() || status.is_redirection() => Outcome::Ok,
            status => Outcome::Status(status.as_u16()),
        }
    }
}

/// The expected outcome for each kind of caller.
#[derive(Clone, Copy, Debug)]
pub struct Expect {
    pub guest: Outcome,
    /// The allowed roles, for their own data.
    pub roles: &'static [Role],
    pub allowed: Outcome,
    /// The outcome for every other role.
    pub others: Outcome,
    /// The outcome for an allowed role that asks for another person's data; none where the data belongs to nobody.
    pub foreign: Option<Outcome>,
    /// Allowed roles that look after everybody's data: for them no data is another person's.
    pub overseers: &'static [Role],
}

impl Expect {
    /// Everybody, signed in or not.
    pub const ANYONE: Expect = Expect {
        guest: Outcome::Ok,
        roles: &Role::ALL,
        allowed: Outcome::Ok,
        others: Outcome::Forbidden,
        foreign: None,
        overseers: &[],
    };

    /// Everybody who is signed in.
    pub const SIGNED_IN: Expect = Expect {
        guest: Outcome::SignIn,
        ..Expect::ANYONE
    };

    /// Only these roles; a guest is asked to sign in, other roles are refused.
    pub const fn only(roles: &'static [Role]) -> Expect {
        Expect {
            roles,
            ..Expect::SIGNED_IN
        }
    }

    /// Sets the outcome for an allowed role that asks for another person's data.
    pub const fn foreign(self, outcome: Outcome) -> Expect {
        Expect {
            foreign: Some(outcome),
            ..self
        }
    }

    /// Sets the roles that look after everybody's data.
    pub const fn overseen_by(self, overseers: &'static [Role]) -> Expect {
        Expect { overseers, ..self }
    }

    /// Sets the outcome for a guest.
    pub const fn guest(self, outcome: Outcome) -> Expect {
        Expect {
            guest: outcome,
            ..self
        }
    }

    /// Sets the outcome for the allowed roles, where it is not `Ok`.
    pub const fn allowed(self, outcome: Outcome) -> Expect {
        Expect {
            allowed: outcome,
            ..self
        }
    }
}

/// One request, without its address.
#[derive(Clone, Debug, Default)]
pub struct Call {
    params: Vec<(&'static str, String)>,
    form: Vec<(&'static str, String)>,
    /// A body that is not a form, with its content type.
    pub body: Option<(String, Vec<u8>)>,
    pub headers: Vec<(&'static str, String)>,
}

impl Call {
    pub fn new() -> Call {
        Call::default()
    }

    /// Fills `{name}` in the address.
    pub fn param(mut self, name: &'static str, value: impl fmt::Display) -> Call {
        self.params.push((name, value.to_string()));
        self
    }

    /// Adds a field to the form, or to the query of a GET.
    pub fn form(mut self, name: &'static str, value: impl fmt::Display) -> Call {
        self.form.push((name, value.to_string()));
        self
    }

    /// How many fields the form has.
    pub fn fields(&self) -> usize {
        self.form.len()
    }

    /// The same call with another value in this field.
    pub fn but(&self, field: usize, value: &str) -> Call {
        let mut call = self.clone();
        call.form[field].1 = value.to_owned();
        call
    }

    /// The request to `address`, as a page of the portal sends it. It names no page, so no answer leads back to one.
    pub fn request(self, method: &Method, address: &str) -> Request<Body> {
        let mut path = address.to_owned();
        for (name, value) in &self.params {
            path = path
                .replace(&format!("{{{name}}}"), value)
                .replace(&format!("{{*{name}}}"), value);
        }
        assert!(
            !path.contains('{'),
            "{address}: the fixture does not fill the address: {path}"
        );
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.form)
            .finish();
        let get = *method == Method::GET;
        if get && !form.is_empty() {
            path = format!("{path}?{form}");
        }
        let (content_type, body) = match self.body {
            Some((content_type, body)) => (content_type, body),
            None => (
                "application/x-www-form-urlencoded".to_owned(),
                if get { Vec::new() } else { form.into_bytes() },
            ),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin");
        request = request
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, content_type);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(body)).unwrap()
    }
}

/// Creates the person's data and returns the request. Runs once for each call, so that a call may use the data up.
pub type Fixture = fn(World, Uuid) -> BoxFuture<'static, Call>;

/// One address of the portal.
#[derive(Clone)]
pub struct Row {
    pub method: Method,
    /// In the router's form, such as `/lowongan/{slug}`.
    pub address: String,
    pub expect: Expect,
    pub fixture: Fixture,
}

impl Row {
    pub fn get(address: &str, expect: Expect) -> Row {
        Row {
            method: Method::GET,
            address: address.to_owned(),
            expect,
            fixture: nothing,
        }
    }

    pub fn post(address: &str, expect: Expect) -> Row {
        Row {
            method: Method::POST,
            ..Row::get(address, expect)
        }
    }

    pub fn with(self, fixture: Fixture) -> Row {
        Row { fixture, ..self }
    }

    /// Method and address, such as `POST /akun`, for messages of a failing test.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.address)
    }
}

fn nothing(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async { Call::new() })
}
