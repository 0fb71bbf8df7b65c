// The pages that anybody may open, for the checks that apply to every page.
export const publicPages = [
  "/", "/gaya", "/gaya?tanya=hapus", "/gaya?tanya=simpan", "/gaya?judul=tanggal", "/gaya?judul=beberapa", "/gaya?judul=kode",
  "/tidak-ada", "/masuk", "/daftar", "/lupa-sandi", "/privasi", "/status", "/pelatihan", "/pemberdayaan",
  "/pemberdayaan/kue-dan-roti", "/lowongan", "/lowongan?kata=admin", "/konsultasi",
];

/** Whether the page at this address has a client; the other pages stay plain HTML for everybody. */
export const wakes = (address: string) =>
  /^\/(lowongan|konsultasi\/[^/]+|petugas\/konsultasi)?$/.test(address.split("?")[0] ?? "");
