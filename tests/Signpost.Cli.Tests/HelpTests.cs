using Signpost.Cli.Commands;

namespace Signpost.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help", "signpost up --help")]
    [InlineData("up --help", "signpost up --headless --for 60s --report up.json")]
    [InlineData("test --help", "signpost test --suite unit")]
    [InlineData("bench --help", "signpost bench --report bench.json")]
    [InlineData("bench stages --help", "signpost bench streams --streams 4")]
    [InlineData("test --help", "signpost test --suite emulated")]
    [InlineData("bench search --help", "signpost bench search --entries 1000,10000")]
    [InlineData("order sign --help", "signpost order sign --key-file")]
    [InlineData("order new-key --help", "signpost order new-key --officer officer-a")]
    [InlineData("order explain --help", "signpost order explain order.json")]
    [InlineData("ca --help", "signpost ca roster sign --dir")]
    public void Help_OfACommand_TeachesWithAnExample(string line, string example)
    {
        using var output = new StringWriter();

        var code = SignpostCommand.Create().Parse(line).Invoke(new() { Output = output });

        Assert.Equal(0, code);
        Assert.Contains(example, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up --for soon", "--for takes a time")]
    [InlineData("up --units 0", "--units takes 1 to 16")]
    [InlineData("up --console-port 70000", "--console-port takes 0 to 65535")]
    [InlineData("order sign", "--key-file")]
    [InlineData("ca roster sign --dir x --out y --for soon", "--for takes days")]
    [InlineData("ca rule add --dir x --name n --place p", "either forbids")]
    [InlineData("order explain x --roster r", "go together")]
    [InlineData("bench --streams 0", "--streams: is 0, expected 1 to 16")]
    [InlineData("bench streams --seconds 1", "--seconds: is 1, expected 5 to 600")]
    [InlineData("bench search --entries 1000,many", "--entries takes numbers")]
    [InlineData("upp", "upp")]
    public void Line_ThatIsWrong_SaysWhatIsExpected(string line, string expected)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();

        var code = SignpostCommand.Create().Parse(line).Invoke(new() { Error = error, Output = output });

        Assert.NotEqual(0, code);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }
}
