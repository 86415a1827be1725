import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.neo4j.cli.AdminTool;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.internal.helpers.HostnamePort;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * Runs Neo4j in a folder: `serve HOME [PID]`, ending with process PID where one is named, or one
 * command of neo4j-admin on the folder: `admin HOME COMMAND…`.
 *
 * HOME holds conf/neo4j.conf and the password; HOME/state says in one line how far the server is:
 * `starting PID`, `ready PID PORT HTTP-PORT` (0 where there is none) or `failed PID WHY`.
 */
final class Neo4jServer {
    private static final long PID = ProcessHandle.current().pid();

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[1]);
        if (arguments[0].equals("admin")) {
            System.exit(admin(home, Arrays.copyOfRange(arguments, 2, arguments.length)));
        }
        if (arguments.length > 2) {
            endWith(Long.parseLong(arguments[2]));
        }
        state(home, "starting " + PID);
        try {
            state(home, "ready " + PID + " " + serve(home));
        } catch (Throwable failure) {
            failure.printStackTrace();
            state(home, "failed " + PID + " " + why(failure));
            System.exit(1);
        }
    }

    private static void endWith(long process) {
        ProcessHandle.of(process)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(() -> System.exit(0));
    }

    /** Starts the server and returns the ports it listens on. */
    private static String serve(Path home) throws IOException {
        if (!Files.exists(home.resolve("data/databases/system"))) {
            setPassword(home);
        }
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(home)
                .loadPropertiesFromFile(home.resolve("conf/neo4j.conf"))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        if (!service.database("neo4j").isAvailable(60_000)) {
            throw new IllegalStateException("the database did not open; logs/debug.log says why");
        }
        ConnectorPortRegister ports = ((GraphDatabaseAPI) service.database("system"))
                .getDependencyResolver()
                .resolveDependency(ConnectorPortRegister.class);
        HostnamePort http = ports.getLocalAddress(ConnectorType.HTTP);
        int bolt = ports.getLocalAddress(ConnectorType.BOLT).getPort();
        return bolt + " " + (http == null ? 0 : http.getPort());
    }

    /** Puts our password in place of the one everybody knows, before the first start. */
    private static void setPassword(Path home) throws IOException {
        String password = Files.readString(home.resolve("password")).strip();
        if (admin(home, "dbms", "set-initial-password", password) != 0) {
            throw new IllegalStateException("the password could not be set");
        }
    }

    private static int admin(Path home, String... command) {
        return AdminTool.execute(new ExecutionContext(home, home.resolve("conf")), command);
    }

    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return (root.getClass().getSimpleName() + ": " + root.getMessage()).replaceAll("\\s+", " ");
    }

    private static void state(Path home, String line) throws IOException {
        Path part = home.resolve("state.part");
        Files.writeString(part, line + "\n");
        Files.move(part, home.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
    }
}
