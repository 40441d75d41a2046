using Signpost.Cli.Commands;

namespace Signpost.Cli.Tests;

public sealed class EvaluateCommandTests
{
    [Theory]
    [InlineData("identification --data faces", true)]
    [InlineData("certify", true)]
    [InlineData("identification --data faces --pack mine", false)]
    [InlineData("identification --pack=mine", false)]
    [InlineData("identification --help", false)]
    [InlineData("--help", false)]
    [InlineData("", false)]
    public void NeedsDefaultPack_ArgumentsOfTheTool_BuildsItOnlyWhenItIsUsed(string line, bool expected) =>
        Assert.Equal(expected, EvaluateCommand.NeedsDefaultPack(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
