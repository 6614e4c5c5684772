package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.owner.ServedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    @TempDir
    Path home;

    @TempDir
    Path files;

    private Certificates authority;
    private Certificates stranger;

    @BeforeEach
    void authorities() throws Exception {
        authority = Certificates.authority(files, "authority");
        stranger = Certificates.authority(files, "stranger");
    }

    @Test
    void carriesTheWholeServiceToThoseWhoTrustIt() throws Exception {
        try (TestServer server = serve()) {
            assertThat(server.address()).startsWith("rems://127.0.0.1:");
            for (String host : new String[] {"127.0.0.1", "localhost"}) {
                try (RemDatabase client = TestServer.connect(server.address(host), home, trusting(authority, null))) {
                    client.insert("notes", "{\"name\": \"a\"}");
                    assertThat(client.lookup("a")).hasSize(1);
                }
            }
        }
    }

    @Test
    void isEndedByClientsThatDoNotTrustIt() throws Exception {
        try (TestServer server = serve()) {
            for (Map<String, String> settings : List.of(Map.<String, String>of(), trusting(stranger, null))) {
                RemException refusal = refusal(server.address(), settings);
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(refusal.text()).isEqualTo("The server's certificate is not trusted");
                assertThat(refusal.hint().orElseThrow()).contains("P8_TLS_CA");
            }
        }
    }

    @Test
    void isEndedByClientsThatWantAnotherHost() throws Exception {
        Certificates elsewhere = authority.sign(files, "elsewhere", Certificates.host("memory.example.org"));
        try (TestServer server = serve(elsewhere, null)) {
            RemException refusal = refusal(server.address(), trusting(authority, null));
            assertThat(refusal.text()).isEqualTo("The server's certificate is for another host");
        }
    }

    @Test
    void letsInClientsWithACertificateWhereItWantsOne() throws Exception {
        Certificates client = authority.sign(files, "client");
        try (TestServer server = serve(authority)) {
            try (RemDatabase database = TestServer.connect(server.address(), home, trusting(authority, client))) {
                assertThat(database.count("notes")).isZero();
            }
        }
    }

    @Test
    void keepsOutClientsWithoutACertificateOrWithThatOfAnotherAuthority() throws Exception {
        Certificates client = authority.sign(files, "client");
        Certificates forged = stranger.sign(files, "forged");
        try (TestServer server = serve(authority)) {
            for (@Nullable Certificates shown : new Certificates[] {null, forged}) {
                RemException refusal = refusal(server.address(), trusting(authority, shown));
                assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ErrorCode.UNAUTHORIZED);
                assertThat(refusal.hint().orElseThrow()).contains("P8_TLS_CERT");
            }
            try (RemDatabase database = TestServer.connect(server.address(), home, trusting(authority, client))) {
                assertThat(database.count("notes")).isZero();
            }
        }
    }

    @Test
    void tellsAClientOfPlainTextWhatIsSpoken() throws Exception {
        try (TestServer server = serve()) {
            RemException refusal = refusal("rem://127.0.0.1:" + server.port(), Map.of());
            assertThat(refusal.text()).isEqualTo("The server speaks TLS");
            assertThat(refusal.hint()).contains("Connect to rems://127.0.0.1:" + server.port());
        }
    }

    @Test
    void isNotSpokenToAServerOfPlainText() {
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home)) {
            RemException refusal = refusal("rems://127.0.0.1:" + server.port(), Map.of());
            assertThat(refusal.text()).isEqualTo("The server does not speak TLS");
            assertThat(refusal.hint().orElseThrow()).contains("connect to rem://127.0.0.1:" + server.port());
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void needsFilesThatAreWhatTheyShouldBe() throws Exception {
        Certificates own = own();
        Path missing = files.resolve("missing.pem");
        Path garbage = Files.writeString(files.resolve("garbage.pem"), "garbage");
        for (TlsFiles wrong : new TlsFiles[] {
            new TlsFiles(missing, own.key(), null),
            new TlsFiles(own.certificate(), missing, null),
            new TlsFiles(own.certificate(), own.key(), missing),
            new TlsFiles(garbage, own.key(), null),
            new TlsFiles(own.certificate(), garbage, null),
            new TlsFiles(own.certificate(), own.key(), garbage),
            new TlsFiles(own.certificate(), files, null),
            new TlsFiles(own.certificate(), authority.key(), null)
        }) {
            assertThatExceptionOfType(RemException.class)
                    .as("%s", wrong)
                    .isThrownBy(() -> serve(wrong).close())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .satisfies(e -> assertThat(e.hint()).isPresent())
                    .withMessageNotContaining("null");
        }
        try (TestServer server = serve()) {
            Map<String, String> keyMissing =
                    Map.of("P8_TLS_CERT", own.certificate().toString());
            Map<String, String> notAPair = Map.of(
                    "P8_TLS_CERT",
                    own.certificate().toString(),
                    "P8_TLS_KEY",
                    authority.key().toString());
            Map<String, String> noAuthority = Map.of("P8_TLS_CA", garbage.toString());
            for (Map<String, String> wrong :
                    List.of(keyMissing, noAuthority, notAPair, Map.of("P8_TLS_CA", missing.toString()))) {
                RemException refusal = refusal(server.address(), wrong);
                assertThat(refusal.code()).as("%s", wrong).isEqualTo(ErrorCode.INVALID_CONFIG);
                assertThat(refusal.getMessage()).doesNotContain("null").contains("P8_TLS_");
                assertThat(refusal.hint()).isPresent();
            }
        }
    }

    @Test
    void aPairThatIsNoneIsFoundOutBeforeADatabaseIsOpened() throws Exception {
        TlsFiles noPair = new TlsFiles(own().certificate(), authority.key(), null);
        Path folder = home.resolve("db");
        OpenOptions options = OpenOptions.defaults().withCreation(OpenOptions.Creation.IF_MISSING);
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> ServedDatabase.open(folder, options, new TcpOptions("127.0.0.1", 0, noPair)))
                .withMessageStartingWith("The private key is not that of the certificate");
        assertThat(folder).doesNotExist();
    }

    @Test
    void onLoopbackATokenOfOnesOwnIsNoHindrance() throws Exception {
        Path otherHome = files.resolve("home");
        TokenFile.in(otherHome).readOrCreate();
        try (TestServer server = serve();
                RemDatabase client = TestServer.connect(server.address(), otherHome, trusting(authority, null))) {
            assertThat(client.count("notes")).isZero();
        }
    }

    private Certificates own() throws Exception {
        return authority.sign(files, "own", Certificates.address("127.0.0.1"), Certificates.host("localhost"));
    }

    private TestServer serve() throws Exception {
        return serve(own(), null);
    }

    private TestServer serve(Certificates clients) throws Exception {
        return serve(own(), clients);
    }

    private TestServer serve(Certificates own, @Nullable Certificates clients) {
        return serve(new TlsFiles(own.certificate(), own.key(), clients == null ? null : clients.certificate()));
    }

    private TestServer serve(TlsFiles tls) {
        return TestServer.start(new TcpOptions(TestServer.LOOPBACK, 0, tls), home, TcpLimits.DEFAULTS, Map.of());
    }

    private static Map<String, String> trusting(Certificates trusted, @Nullable Certificates own) {
        Map<String, String> settings = new HashMap<>();
        settings.put("P8_TLS_CA", trusted.certificate().toString());
        if (own != null) {
            settings.put("P8_TLS_CERT", own.certificate().toString());
            settings.put("P8_TLS_KEY", own.key().toString());
        }
        return settings;
    }

    private RemException refusal(String address, Map<String, String> settings) {
        RemException[] refusal = new RemException[1];
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TestServer.connect(address, home, settings).close())
                .satisfies(e -> refusal[0] = e);
        return refusal[0];
    }
}
